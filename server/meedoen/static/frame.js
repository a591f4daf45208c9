/* SPDX-FileCopyrightText: 2026 Meedoen contributors; SPDX-License-Identifier: EUPL-1.2
   Without this, everything works by ordinary forms. With it an act stays where it is, also in a frame without storage,
   cookies or form submission. It tells the page around it the height, and nothing else. */
(function () {
  'use strict';
  var root = document.querySelector('[data-md-do]');
  if (!root || !window.fetch || !window.URLSearchParams || !window.AbortController || !root.closest) return;
  var words = root.dataset, framed = window.parent !== window;
  var recall = meedoen.recall, remember = meedoen.remember;
  var busy = false;

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

  // The same words have the same key until they were received, so that what arrived twice counts once.
  function attempt(url, fields, key, renew) {
    return token(renew).then(function (own) {
      var body = new URLSearchParams(fields);
      body.set('_key', key);
      body.set('_token', own);
      return post(url, body);
    }).then(function (answer) {
      if (answer.status === 401 && !renew) return attempt(url, fields, key, true);
      if (answer.token) remember('localStorage', 'meedoen:token:' + words.mdOrg, answer.token);
      return answer.ok ? answer : Promise.reject(answer);
    });
  }

  function send(button, url, fields, key, done, refused) {
    if (busy) return;
    busy = true;
    button.setAttribute('aria-disabled', 'true');
    attempt(url, fields, key).then(done).catch(function (problem) {
      // A refusal of the server's own has a title; whatever else went wrong, the answer may not have arrived.
      var lost = !problem.title;
      if (lost && button.type === 'submit') button.textContent = words.mdAgain;
      var kept = remember('localStorage', 'meedoen:draft:', null) ? words.mdKept : words.mdOpen;
      refused(lost ? { title: words.mdLost, detail: kept, lost: true } : problem);
    }).then(function () {
      busy = false;
      button.removeAttribute('aria-disabled');
      tell(true);
    });
  }

  // What may not have arrived is sent again by itself, while this page is open and nothing in the form is changed.
  var waiting = null, waitMs = 0;

  function stop() {
    if (waiting) clearTimeout(waiting.timer);
    waiting = null;
  }

  function sendLater(form, button) {
    stop();
    waitMs = Math.min(2 * waitMs + 5000, 60000);
    waiting = { form: form, button: button, timer: setTimeout(again, waitMs) };
  }

  function again() {
    if (waiting && busy) sendLater(waiting.form, waiting.button);
    else if (waiting) act(waiting.form, waiting.button, true);
  }

  window.addEventListener('online', again);
  root.addEventListener('input', function (event) { if (waiting && event.target.form === waiting.form) stop(); });

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
    if (done) place.dataset.mdKnown = place.dataset.mdDone = done;
    else delete place.dataset.mdDone;
    var look = part(place, 'look');
    if (look) look.open = done === 'before';
  }

  function choices(form) {
    var chosen = {};
    form.querySelectorAll(':checked').forEach(function (input) { chosen[input.name] = input.value; });
    return chosen;
  }

  function filledIn(form, button) {
    var fields = new URLSearchParams(new FormData(form));
    fields.append('_number', form.closest('[data-md-place]').dataset.mdNumber || '');
    if (button.name) fields.append(button.name, button.value);
    return fields;
  }

  // `byItself`: nobody pressed, so no focus is moved that is elsewhere.
  function act(form, button, byItself) {
    var place = form.closest('[data-md-place]'), fields = filledIn(form, button);
    stop();
    if (!byItself) waitMs = 0;
    say(place, '');
    send(button, form.getAttribute('action'), fields, meedoen.key(form, button.value), function (answer) {
      var box = part(place, 'answer'), here = !byItself || place.contains(document.activeElement);
      refuse(form, null);
      // The form's own height stays, so that nothing under it moves.
      place.style.minBlockSize = place.offsetHeight + 'px';
      box.innerHTML = answer.html;
      say(place, part(box, 'say').textContent);
      part(box, 'say').hidden = true;
      // What was typed on meanwhile was not sent.
      if (String(filledIn(form, button)) === String(fields)) meedoen.drop(form);
      if (form.hasAttribute('data-md-many')) place.dataset.mdNumber = answer.number || ''; // its form stands there again
      else remember('localStorage', mine(place), { did: part(box, 'did').textContent, chosen: choices(form) });
      show(place, 'now');
      if (here) focus(part(box, 'change'));
    }, function (problem) {
      if (problem.lost) sendLater(form, button);
      refuse(form, problem, byItself);
      if (byItself && !problem.lost) say(place, problem.title);
    });
  }

  function withdraw(place, button) {
    var form = part(place, 'act').querySelector('form'), own = place.dataset;
    var what = button.dataset.mdWithdraw || 'withdraw', action = form.getAttribute('action').replace(words.mdDo, '');
    var fields = new URLSearchParams({ _action: action, _number: own.mdNumber || '' });
    form.querySelectorAll('[type=hidden], [name=_entry]').forEach(function (input) { fields.append(input.name, input.value); });
    own.mdKey = own.mdKey || meedoen.newKey();
    send(button, words.mdDo + what, fields, own.mdKey, function (answer) {
      delete own.mdKey;
      refuse(form, null);
      if (answer.waits) return say(place, answer.waits);
      meedoen.drop(form);
      remember('localStorage', mine(place), null);
      form.reset();
      form.querySelectorAll('[checked], :checked').forEach(function (input) { input.checked = false; });
      part(place, 'answer').replaceChildren(part(place, 'change'));
      part(place, 'change').textContent = words.mdAnew;
      show(place, 'gone');
      if (what === 'forget') meedoen.forget(['meedoen:did:' + words.mdWidget, 'meedoen:draft:' + words.mdDo]);
      if (what === 'forget') delete own.mdKnown;
      say(place, button.dataset.mdSaid || words.mdWithdrawn);
      focus(part(place, 'change'));
    }, function (problem) {
      if (!problem.errors || !problem.errors._entry) return say(place, problem.title + (problem.lost ? '' : '. ' + problem.detail));
      change(place);
      refuse(form, problem);
    });
  }

  function change(place) {
    say(place, '');
    show(place, '');
    focus(place.querySelector('input:checked, [data-md-act] input:not([type=hidden]), textarea, button'));
  }

  // Says in the form what is wrong with it; with no problem, takes that back.
  function refuse(form, problem, byItself) {
    var errors = (problem && problem.errors) || {};
    var summary = part(form, 'errors'), list = summary.querySelector('ul');
    list.textContent = '';
    form.querySelectorAll('[data-md-field]').forEach(function (field) {
      var sentence = errors[field.dataset.mdField];
      var line = field.querySelector('.md-error'), input = field.querySelector('input, textarea');
      line.textContent = sentence || '';
      line.hidden = !sentence;
      field.classList.toggle('md-wrong', !!sentence);
      if (input.type !== 'radio') input.setAttribute('aria-invalid', sentence ? 'true' : 'false');
      if (sentence) {
        var link = list.appendChild(document.createElement('li')).appendChild(document.createElement('a'));
        link.href = '#' + input.id;
        link.textContent = field.querySelector('legend, label').firstChild.data + ' – ' + sentence;
      }
    });
    summary.hidden = !problem;
    document.title = document.title.replace(words.mdError + ' ', '');
    if (!problem) return;
    document.title = words.mdError + ' ' + document.title;
    summary.querySelector('h2').textContent = problem.title;
    if (!list.firstChild) list.appendChild(document.createElement('li')).textContent = problem.detail || '';
    if (!byItself && document.hasFocus()) summary.focus();
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

  // --- what was done here before -----------------------------------------------------------------------------------

  root.querySelectorAll('[data-md-act] form').forEach(function (form) {
    var place = form.closest('[data-md-place]');
    var before = recall('localStorage', mine(place));
    // What was filled in and not sent is newer.
    if (!before || form.querySelector('[data-md-back]:not([hidden])')) return;
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

  function anew() { told = 0; tell(false); }

  if (framed) {
    // At once: a frame that nobody sees yet, as in WordPress, observes nothing until it has told its height.
    tell(false);
    if (window.ResizeObserver) new ResizeObserver(function () { tell(false); }).observe(root.querySelector('.md-body'));
    // WordPress may begin to listen after this, and keeps the frame out of sight until it hears: say it some more times.
    if (secret()) [250, 1000, 4000, 16000].forEach(function (ms) { setTimeout(anew, ms); });
    window.addEventListener('message', function (event) {
      if (event.source === parent && event.data && event.data.message === 'ready') anew();
    });
  }
})();
