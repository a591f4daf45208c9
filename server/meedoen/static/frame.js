/* SPDX-FileCopyrightText: 2026 Meedoen contributors; SPDX-License-Identifier: EUPL-1.2
   Without this, everything works by ordinary forms. With it an act stays where it is, also in a frame without storage,
   cookies or form submission. It tells the page around it the height, and nothing else. */
(function () {
  'use strict';
  var root = document.querySelector('[data-md-do]');
  if (!root || !window.fetch || !window.URLSearchParams || !window.AbortController || !root.closest) return;
  var words = root.dataset, framed = window.parent !== window;
  var draft = 'meedoen:draft:' + words.mdWidget;
  var busy = false;

  // --- what this browser remembers; where storage is refused, until the page is left -------------------------------

  var memory = {};

  function recall(box, name) {
    try {
      var kept = window[box].getItem(name);
      if (kept) return JSON.parse(kept);
    } catch (refused) { /* memory has it */ }
    return memory[name] || null;
  }

  function remember(box, name, value) {
    memory[name] = value;
    try {
      if (value) window[box].setItem(name, JSON.stringify(value));
      else window[box].removeItem(name);
      return true;
    } catch (refused) {
      return false;
    }
  }

  // --- sending -----------------------------------------------------------------------------------------------------

  // A simple request: no header that would ask for a preflight, which a frame without origin does not get through.
  function post(url, body) {
    var stop = new AbortController();
    var timer = setTimeout(function () { stop.abort(); }, 20000);
    return fetch(url, {
      method: 'POST', body: body, credentials: 'omit', signal: stop.signal, headers: { Accept: 'application/json' }
    }).then(function (response) {
      return response.json().then(function (answer) {
        clearTimeout(timer);
        answer.ok = response.ok;
        answer.status = response.status;
        return answer;
      });
    });
  }

  function token(renew) {
    var name = 'meedoen:token:' + words.mdOrg;
    var old = recall('localStorage', name);
    if (old && !renew) return Promise.resolve(old);
    var body = new URLSearchParams({ _mode: remember('localStorage', name, old) ? 'stored' : 'session' });
    if (old) body.set('_token', old);
    return post(words.mdDo + 'token', body).then(function (answer) {
      if (answer.ok) remember('localStorage', name, answer.token);
      return answer.ok ? answer.token : Promise.reject(answer);
    });
  }

  // The same words get the same key until they are answered, so that what arrived twice counts once.
  var last = {};

  function key(what) {
    if (last.what !== what) {
      var bytes = crypto.getRandomValues(new Uint8Array(16));
      last = { what: what, key: Array.from(bytes, function (byte) { return (byte + 256).toString(16).slice(1); }).join('') };
    }
    return last.key;
  }

  function attempt(url, fields, renew) {
    return token(renew).then(function (own) {
      var body = new URLSearchParams(fields);
      body.set('_key', key(url + '?' + fields));
      body.set('_token', own);
      return post(url, body);
    }).then(function (answer) {
      if (answer.status === 401 && !renew) return attempt(url, fields, true);
      if (answer.status < 500) last = {};
      if (answer.token) remember('localStorage', 'meedoen:token:' + words.mdOrg, answer.token);
      return answer.ok ? answer : Promise.reject(answer);
    });
  }

  function send(button, url, fields, done, refused) {
    if (busy) return;
    busy = true;
    button.setAttribute('aria-disabled', 'true');
    attempt(url, fields).then(done).catch(function (problem) {
      // A refusal of the server's own has a title; whatever else went wrong, the answer may not have arrived.
      var lost = !problem.title;
      if (lost && button.type === 'submit') button.textContent = words.mdAgain;
      refused(lost ? { title: words.mdLost, detail: words.mdKept } : problem);
    }).then(function () {
      busy = false;
      button.removeAttribute('aria-disabled');
      tell(true);
    });
  }

  // --- one place in the widget: its form, and what takes the form's place -------------------------------------------

  function part(place, name) {
    return place.querySelector('[data-md-' + name + ']');
  }

  function mine(place) {
    return 'meedoen:did:' + words.mdWidget + part(place, 'act').dataset.mdAct;
  }

  function focus(element) {
    if (element && document.hasFocus()) element.focus({ preventScroll: true });
  }

  function say(place, sentence) {
    part(place, 'status').textContent = sentence;
  }

  function show(place, done) {
    part(place, 'act').hidden = !!done;
    part(place, 'answer').hidden = !done;
    if (done) place.dataset.mdDone = done;
    else delete place.dataset.mdDone;
    var look = part(place, 'look');
    if (look) look.open = done === 'before';
  }

  function choices(form) {
    var chosen = {};
    form.querySelectorAll(':checked').forEach(function (input) { chosen[input.name] = input.value; });
    return chosen;
  }

  function act(form, button) {
    var place = form.closest('[data-md-place]'), fields = new URLSearchParams(new FormData(form));
    fields.append('_number', place.dataset.mdNumber || '');
    if (button.name) fields.append(button.name, button.value);
    say(place, '');
    send(button, form.getAttribute('action'), fields, function (answer) {
      var box = part(place, 'answer');
      refuse(form, null);
      // The form's own height stays, so that nothing under it moves.
      place.style.minBlockSize = place.offsetHeight + 'px';
      box.innerHTML = answer.html;
      say(place, part(box, 'say').textContent);
      part(box, 'say').hidden = true;
      remember('sessionStorage', draft, null);
      if (form.hasAttribute('data-md-many')) place.dataset.mdNumber = answer.number || ''; // its form stands there again
      else remember('localStorage', mine(place), { did: part(box, 'did').textContent, chosen: choices(form) });
      show(place, 'now');
      focus(part(box, 'change'));
    }, function (problem) { refuse(form, problem); });
  }

  function withdraw(place, button) {
    var form = part(place, 'act').querySelector('form'), action = form.getAttribute('action').replace(words.mdDo, '');
    var fields = new URLSearchParams({ _action: action, _number: place.dataset.mdNumber || '' });
    form.querySelectorAll('[type=hidden]').forEach(function (input) { fields.append(input.name, input.value); });
    send(button, words.mdDo + (button.dataset.mdWithdraw || 'withdraw'), fields, function () {
      remember('localStorage', mine(place), null);
      form.reset();
      form.querySelectorAll('[checked], :checked').forEach(function (input) { input.checked = false; });
      var anew = document.createElement('button');
      anew.type = 'button';
      anew.className = 'md-link';
      anew.dataset.mdChange = '';
      anew.textContent = words.mdAnew;
      part(place, 'answer').textContent = '';
      part(place, 'answer').appendChild(anew);
      show(place, 'gone');
      say(place, button.dataset.mdSaid || words.mdWithdrawn);
      focus(anew);
    }, function (problem) { say(place, problem.title + '. ' + problem.detail); });
  }

  function change(place) {
    say(place, '');
    show(place, '');
    focus(place.querySelector('input:checked, [data-md-act] input:not([type=hidden]), textarea, button'));
  }

  // Says in the form what is wrong with it; with no problem, takes that back.
  function refuse(form, problem) {
    var errors = (problem && problem.errors) || {};
    var summary = part(form, 'errors');
    var list = summary.querySelector('ul');
    list.textContent = '';
    form.querySelectorAll('[data-md-field]').forEach(function (field) {
      var sentence = errors[field.dataset.mdField];
      var line = field.querySelector('.md-error');
      var input = field.querySelector('input, textarea');
      line.textContent = sentence || '';
      line.hidden = !sentence;
      field.classList.toggle('md-wrong', !!sentence);
      if (input.type !== 'radio') input.setAttribute('aria-invalid', sentence ? 'true' : 'false');
      if (sentence) {
        var link = document.createElement('a');
        link.href = '#' + input.id;
        link.textContent = sentence;
        list.appendChild(document.createElement('li')).appendChild(link);
      }
    });
    summary.hidden = !problem;
    document.title = document.title.replace(words.mdError + ' ', '');
    if (!problem) return;
    document.title = words.mdError + ' ' + document.title;
    summary.querySelector('h2').textContent = problem.title;
    if (!list.firstChild) list.appendChild(document.createElement('li')).textContent = problem.detail || '';
    if (document.hasFocus()) summary.focus();
  }

  document.addEventListener('click', function (event) {
    var on = event.target.closest('button, a');
    var place = on && on.closest('[data-md-place]');
    if (!on) return;
    if (place && on.type === 'submit' && on.closest('[data-md-act]')) {
      event.preventDefault();
      act(on.form, on);
    } else if (place && on.hasAttribute('data-md-change')) {
      change(place);
      tell(true);
    } else if (place && on.hasAttribute('data-md-withdraw')) {
      event.preventDefault();
      withdraw(place, on);
    } else if (place && on.closest('[data-md-errors]')) {
      // Not by the address: a hash would become a step in the history of the page around.
      event.preventDefault();
      document.getElementById(on.hash.slice(1)).focus();
    } else if (on.host === location.host && secret() && self.origin === 'null') {
      event.preventDefault();
      parent.postMessage({ message: 'link', value: on.href, secret: secret() }, '*');
    }
  });

  // --- what was done or typed here before ---------------------------------------------------------------------------

  root.querySelectorAll('[data-md-act] form').forEach(function (form) {
    var place = form.closest('[data-md-place]');
    var before = recall('localStorage', mine(place));
    var typed = recall('sessionStorage', draft) || {};
    form.querySelectorAll('textarea, input[type=text], input[type=email]').forEach(function (input) {
      if (!input.value && typed[input.name]) input.value = typed[input.name];
      input.addEventListener('input', function () {
        typed[input.name] = input.value;
        remember('sessionStorage', draft, typed);
      });
    });
    if (!before) return;
    form.querySelectorAll('[type=radio], [type=checkbox]').forEach(function (input) {
      input.checked = before.chosen[input.name] === input.value;
    });
    part(place, 'did').textContent = before.did;
    part(place, 'did').parentNode.hidden = !before.did;
    show(place, 'before');
  });

  // --- the page around ----------------------------------------------------------------------------------------------

  // WordPress puts a secret in the address of a frame, and listens to who can repeat it.
  function secret() { return (/^#\?secret=([A-Za-z0-9]+)$/.exec(location.hash) || ['', ''])[1]; }

  var told = 0, later = 50;

  function tell(acted) {
    if (!framed) return;
    // One that nobody sees yet has no width, and so the height of one letter below another: it looks again, less often.
    if (window.innerWidth < 50) return void setTimeout(tell, later *= 2);
    // It needs room for its answer as well, at the width it has: what would grow after an act, would move what is below.
    var reserved = 0;
    root.querySelectorAll('.md-reserve').forEach(function (one) {
      if (getComputedStyle(one).display !== 'none') reserved = Number(one.getAttribute('height'));
    });
    var body = root.querySelector('.md-body').getBoundingClientRect().height;
    var foot = root.querySelector('.md-foot').getBoundingClientRect().height;
    var value = Math.max(reserved, Math.ceil(body + foot) + root.offsetHeight - root.clientHeight);
    if (value === told && !acted) return;
    told = value;
    var message = { meedoen: 1, message: 'height', value: value, acted: !!acted };
    if (secret()) message.secret = secret();
    parent.postMessage(message, '*');
  }

  function again() { told = 0; tell(false); }

  if (framed) {
    // At once: a frame that nobody sees yet, as in WordPress, observes nothing until it has told its height.
    tell(false);
    if (window.ResizeObserver) new ResizeObserver(function () { tell(false); }).observe(root.querySelector('.md-body'));
    // WordPress may begin to listen after this, and keeps the frame out of sight until it hears: say it some more times.
    if (secret()) [250, 1000, 4000, 16000].forEach(function (ms) { setTimeout(again, ms); });
    window.addEventListener('message', function (event) {
      if (event.source === parent && event.data && event.data.message === 'ready') again();
    });
  }
})();
