/* SPDX-FileCopyrightText: 2026 Meedoen contributors; SPDX-License-Identifier: EUPL-1.2
   What is alike, while one types. It takes no focus. */
(function () {
  'use strict';
  if (!window.fetch || !window.URLSearchParams) return;
  document.querySelectorAll('[data-md-do] [data-md-likes]').forEach(function (told) {
    var form = told.closest('form');
    var box = told.nextElementSibling;
    var turn = 0;

    function ask(now) {
      // What is typed stands in no address.
      fetch(form.getAttribute('action') + '/alike', {
        method: 'POST', body: new URLSearchParams(new FormData(form)), credentials: 'omit',
        headers: { Accept: 'application/json' }
      }).then(function (response) { return response.ok ? response.json() : null; }).then(function (answer) {
        if (!answer || now !== turn) return;
        box.innerHTML = answer.html;
        box.hidden = !answer.count;
        if (told.textContent !== answer.say) told.textContent = answer.say;
      }, function () {});
    }

    form.addEventListener('input', function () {
      var now = ++turn;
      setTimeout(function () { if (now === turn) ask(now); }, 400);
    });
  });
})();
