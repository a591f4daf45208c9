/* SPDX-FileCopyrightText: 2026 Meedoen contributors; SPDX-License-Identifier: EUPL-1.2
   On the share panel: a button that copies, beside each field; without script the field itself is enough.
   In the console: what a widget would look like, anew after each change of its form; a colour picked beside its field;
   what was filled in and not sent comes back with its page, as long as the tab is there.
   In a frame, where a page of the server's own stands in a widget's place: its height, as a widget tells it. */
(function () {
  'use strict';
  var small = window.parent !== window && document.querySelector('.md-framed .md-widget');

  function tell(event) {
    if (event && !(event.source === parent && event.data && event.data.message === 'ready')) return;
    var value = small.querySelector('.md-body').offsetHeight + small.querySelector('.md-foot').offsetHeight + 2;
    parent.postMessage({ meedoen: 1, message: 'height', value: value, acted: false }, '*');
  }

  if (small) {
    window.addEventListener('message', tell);
    window.addEventListener('resize', function () { tell(); });
    tell();
  }

  var form = document.querySelector('[data-md-previewed]');
  var asked = 0;
  form && form.addEventListener('change', function () {
    var turn = ++asked;
    var fields = new FormData(form);
    fields.set('_preview', '1');
    if (form.enctype !== 'multipart/form-data') fields = new URLSearchParams(fields);
    fetch(form.action, { method: 'POST', body: fields }).then(function (answer) {
      return answer.ok ? answer.text() : '';
    }).then(function (text) {
      var found = text && new DOMParser().parseFromString(text, 'text/html').getElementById('md-preview');
      // What does not fit yet is told when it is sent; until then the last that did fit stands here.
      if (found && turn === asked) document.getElementById('md-preview').innerHTML = found.innerHTML;
    }, function () {});
  });

  document.querySelectorAll('[data-md-now]').forEach(function (place) {
    var typed = place.querySelector('input');
    var picked = document.createElement('input');
    picked.type = 'color';
    picked.setAttribute('aria-label', place.querySelector('label').textContent);
    function follow() { picked.value = typed.value || place.dataset.mdNow; }
    picked.addEventListener('input', function () { typed.value = picked.value; });
    typed.addEventListener('change', follow);
    follow();
    typed.after(picked);
  });

  var kind = 'meedoen:desk:';
  var out = document.querySelector('form[action="/console/sign-out"]');
  // Who comes after him at the same screen finds none of it.
  out && out.addEventListener('submit', function () {
    try {
      Object.keys(sessionStorage).forEach(function (key) {
        if (key.indexOf(kind) === 0) sessionStorage.removeItem(key);
      });
    } catch (refused) { /* then nothing was kept */ }
  });

  document.querySelectorAll('.md-desk form[method="post"]').forEach(function (form) {
    var key = kind + form.getAttribute('action');
    var fields = [].filter.call(form.elements, function (one) {
      return one.name && ['hidden', 'password', 'file', 'submit', 'fieldset'].indexOf(one.type) < 0;
    });

    function filledIn() {
      return fields.map(function (one) { return /^(radio|checkbox)$/.test(one.type) ? one.checked : one.value; });
    }

    function keep(typed) {
      try {
        if (typed) sessionStorage.setItem(key, JSON.stringify(typed));
        else sessionStorage.removeItem(key);
      } catch (refused) { /* nothing is kept where nothing may be */ }
    }

    function kept() {
      try { return JSON.parse(sessionStorage.getItem(key)); } catch (refused) { return null; }
    }

    var before = JSON.stringify(filledIn());
    var typed = kept();
    // Where somebody else saved it since, or the server gave it back, what stands there is newer.
    if (typed && typed.before === before) {
      fields.forEach(function (one, place) {
        if (/^(radio|checkbox)$/.test(one.type)) one.checked = typed.now[place];
        else one.value = typed.now[place];
      });
      var told = document.createElement('p');
      told.className = 'md-expect';
      told.textContent = document.getElementById('md-main').dataset.mdRestored;
      form.prepend(told);
    }
    if (fields.length) form.addEventListener('input', function () { keep({ before: before, now: filledIn() }); });
    form.addEventListener('submit', function () { keep(null); });
  });

  // A report carries the token by which this browser takes part here, where there is one: of one browser one counts.
  var report = document.querySelector('[data-md-org] form');
  if (report) {
    var own = document.createElement('input');
    own.type = 'hidden';
    own.name = '_token';
    try { own.value = JSON.parse(localStorage.getItem('meedoen:token:' + report.parentNode.dataset.mdOrg)); }
    catch (refused) { /* then its one-time form is who sends it */ }
    if (own.value) report.append(own);
  }

  var words = document.querySelector('[data-md-copy-word]');
  if (!words || !document.body.closest) return;
  document.querySelectorAll('[data-md-copy]').forEach(function (copy) {
    var field = copy.querySelector('input, textarea');
    var button = document.createElement('button');
    button.type = 'button';
    button.className = 'md-button md-second';
    button.textContent = words.dataset.mdCopyWord;
    button.setAttribute('aria-describedby', field.id + '-label');
    field.addEventListener('focus', function () { field.select(); });
    button.addEventListener('click', function () {
      field.select();
      // Where the clipboard is refused, the text stands selected.
      (navigator.clipboard ? navigator.clipboard.writeText(field.value) : Promise.reject()).then(function () {
        words.textContent = words.dataset.mdCopied;
        button.textContent = words.dataset.mdCopied;
      }, function () { words.textContent = words.dataset.mdSelected; });
    });
    copy.appendChild(button);
  });
})();
