/* SPDX-FileCopyrightText: 2026 Meedoen contributors; SPDX-License-Identifier: EUPL-1.2
   In the console: what was filled in and not saved comes back with its form, as long as the tab is there. Where somebody
   else saved the same field since, that is told beside it. */
(function () {
  'use strict';
  // What was filled in and not saved: by the address it goes to, `fields` with for each that was touched what stood in
  // it and what was typed, and in `sent` from which page it was sent and not yet answered.
  var kind = 'meedoen:typed:';

  function keep(key, typed) {
    try {
      if (typed) sessionStorage.setItem(key, JSON.stringify(typed));
      else sessionStorage.removeItem(key);
    } catch (refused) { /* nothing is kept where nothing may be */ }
  }

  function kept(key) {
    try { return JSON.parse(sessionStorage.getItem(key)); } catch (refused) { return null; }
  }

  function each(act) {
    try {
      Object.keys(sessionStorage).forEach(function (key) { if (key.indexOf(kind) === 0) act(key); });
    } catch (refused) { /* then nothing was kept */ }
  }

  // Who comes after him at the same screen finds none of it.
  document.querySelectorAll('form[action="/console/sign-out"]').forEach(function (out) {
    out.addEventListener('submit', function () { each(function (key) { keep(key, null); }); });
  });

  var desk = document.querySelector('.md-desk');
  var led = (performance.getEntriesByType('navigation')[0] || {}).type !== 'back_forward';
  var refused = desk && desk.querySelector('.md-errors[autofocus], .md-failure[autofocus]');
  var returned = {};
  // It is let go once the server took it, which the page that it led to tells; where the line fails, none comes.
  desk && led && each(function (key) {
    var typed = kept(key);
    if (!typed.sent || typed.sent !== document.referrer) return;
    returned[key] = refused;
    keep(key, refused ? { fields: typed.fields } : null);
  });

  document.querySelectorAll('.md-desk form[method="post"]').forEach(function (form) {
    var key = kind + form.getAttribute('action');
    var fields = [].filter.call(form.elements, function (one) {
      return one.name && ['hidden', 'password', 'file', 'submit', 'fieldset'].indexOf(one.type) < 0;
    });
    var typed = (kept(key) || { fields: {} }).fields;
    var stood = {};

    function name(one) { return one.type === 'radio' ? one.name : one.id; }

    function chosen(one) { return form.querySelector('[name="' + one.name + '"]:checked'); }

    function filledIn(one) {
      if (one.type === 'radio') return (chosen(one) || { value: '' }).value;
      return one.type === 'checkbox' ? one.checked : one.value;
    }

    function inWords(one) {
      if (one.type === 'radio') one = chosen(one) && form.querySelector('[for="' + chosen(one).id + '"]');
      else if (one.options) one = one.options[one.selectedIndex];
      return one && (one.textContent || one.value) || '–';
    }

    fields.forEach(function (one) { stood[name(one)] = filledIn(one); });
    // What the server gave back is what was sent, with what is wrong with it.
    var again = returned[key] ? [] : fields.filter(function (one) {
      var was = typed[name(one)];
      return was && stood[name(one)] !== was[1];
    });
    again.forEach(function (one) {
      var was = typed[name(one)];
      var wrong = one.closest('.md-field').querySelector('.md-error');
      if (stood[name(one)] !== was[0] && wrong.hidden) {
        wrong.textContent = desk.dataset.mdNowThere.replace('%(now)s', function () { return inWords(one); });
        wrong.hidden = false;
      }
    });
    again.forEach(function (one) {
      var was = typed[name(one)];
      if (one.type === 'radio') one.checked = one.value === was[1];
      else if (one.type === 'checkbox') one.checked = was[1];
      else one.value = was[1];
    });
    if (again.length) {
      var told = document.createElement('p');
      told.className = 'md-expect';
      told.textContent = desk.dataset.mdRestored;
      form.prepend(told);
    }

    function note(sent) {
      var now = {};
      fields.forEach(function (one) {
        var before = typed[name(one)] ? typed[name(one)][0] : stood[name(one)];
        if (filledIn(one) !== before || filledIn(one) !== stood[name(one)]) now[name(one)] = [before, filledIn(one)];
      });
      keep(key, Object.keys(now).length ? { fields: now, sent: sent } : null);
    }

    if (fields.length) form.addEventListener('input', function () { note(''); });
    form.addEventListener('submit', function () { note(location.href.split('#')[0]); });
    if (again.length) note('');
    window.addEventListener('pageshow', function (event) { if (event.persisted && kept(key)) note(''); });
  });
})();
