/* SPDX-FileCopyrightText: 2026 Meedoen contributors; SPDX-License-Identifier: EUPL-1.2
   On the share panel: a button that copies, beside each field; without script the field itself is enough.
   In the console: what a widget would look like, anew after each change of its form; a colour picked beside its field.
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
