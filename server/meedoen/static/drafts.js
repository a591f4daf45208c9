/* SPDX-FileCopyrightText: 2026 Meedoen contributors; SPDX-License-Identifier: EUPL-1.2
   What is filled in is kept in this browser until it was received, seven days at most. The server's own fields (a code,
   an address) are not. */
var meedoen = (function () {
  'use strict';
  var DRAFT = 'meedoen:draft:', SENDING = 'meedoen:sending', KEPT_MS = 7 * 24 * 60 * 60 * 1000;
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

  // One for each act on each target.
  function name(form) {
    var target = form.querySelector('[name=_target]');
    var changes = form.querySelector('[name=_code]') ? ' changed' : '';
    return DRAFT + form.getAttribute('action').split('?')[0] + ' ' + (target ? target.value : '') + changes;
  }

  function fields(form) {
    return [].filter.call(form.elements, function (one) {
      return /^[^_]/.test(one.name) && /^(text|textarea|select-one|radio|checkbox|number|date)$/.test(one.type);
    });
  }

  function isTick(one) { return /^(radio|checkbox)$/.test(one.type); }

  function untouched(one) {
    if (isTick(one)) return one.checked === one.defaultChecked;
    return one.type === 'select-one' ? one.value === (one.querySelector('[selected]') || one.options[0]).value : !one.value;
  }

  // `key`: by which button it was sent, and with which idempotency key, as it is.
  function keep(form, key) {
    var typed = {};
    var all = fields(form);
    all.forEach(function (one) { if (isTick(one) ? one.checked : one.value) typed[one.name] = one.value; });
    var draft = key || !all.every(untouched) ? { at: Date.now(), typed: typed, key: key } : null;
    remember('localStorage', name(form), draft);
  }

  function newKey() {
    var bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, function (byte) { return (byte + 256).toString(16).slice(1); }).join('');
  }

  function key(form, button) {
    var sent = (recall('localStorage', name(form)) || {}).key;
    if (!sent || sent[0] !== button) sent = [button, newKey()];
    keep(form, sent);
    return sent[1];
  }

  function told(form) { return form.querySelector('[data-md-back]') || {}; }

  function drop(form) {
    remember('localStorage', name(form), null);
    told(form).hidden = true;
  }

  function bring(form) {
    var typed = (recall('localStorage', name(form)) || {}).typed || {};
    fields(form).forEach(function (one) {
      var was = typed[one.name];
      if (!was || !untouched(one) || (isTick(one) ? one.checked || one.value !== was : one.value === was)) return;
      if (isTick(one)) one.checked = true;
      else one.value = was;
      told(form).hidden = false;
    });
  }

  function sweep(goes) {
    try {
      Object.keys(localStorage).filter(goes).forEach(function (one) { localStorage.removeItem(one); });
    } catch (refused) { /* nothing is kept where nothing may be */ }
  }

  sweep(function (one) {
    return one.indexOf(DRAFT) === 0 && !((recall('localStorage', one) || {}).at > Date.now() - KEPT_MS);
  });

  // Who comes next here finds nothing that begins so.
  function forget(beginnings) {
    sweep(function (one) { return beginnings.some(function (begins) { return one.indexOf(begins) === 0; }); });
  }

  // After an ordinary form: what was received.
  var received = document.querySelector('[data-md-sent]');
  var sending = recall('sessionStorage', SENDING) || '';
  if (received && sending.indexOf(DRAFT + received.dataset.mdSent.split('?')[0] + ' ') === 0) {
    remember('localStorage', sending, null);
    remember('sessionStorage', SENDING, null);
  }

  document.querySelectorAll('form').forEach(function (form) {
    if (!told(form).hidden) return;
    bring(form);
    form.addEventListener('input', function (event) { if (fields(form).indexOf(event.target) >= 0) keep(form); });
    form.addEventListener('submit', function () { remember('sessionStorage', SENDING, name(form)); });
    told(form).querySelector('button').addEventListener('click', function () {
      form.reset();
      drop(form);
      fields(form)[0].focus();
    });
  });

  return { recall: recall, remember: remember, newKey: newKey, key: key, drop: drop, forget: forget };
})();
