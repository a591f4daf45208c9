/* Meedoen 1.0.0, EUPL-1.2: gives its own frames the height of what is in them, and does nothing else. */
(function () {
  'use strict';
  var origin = document.currentScript && new URL(document.currentScript.src).origin;
  var here = 'meedoen ' + origin;
  if (!origin || window[here]) return;
  window[here] = true;

  function frames() {
    return Array.prototype.filter.call(document.getElementsByTagName('iframe'), function (frame) {
      try {
        return new URL(frame.src).origin === origin;
      } catch (noAddress) {
        return false;
      }
    });
  }

  window.addEventListener('message', function (event) {
    var data = event.data;
    if (!data || data.meedoen !== 1 || data.message !== 'height' || !(data.value > 0)) return;
    // A sandboxed frame has no origin of its own; the window it speaks from tells who it is.
    if (event.origin !== origin && event.origin !== 'null') return;
    frames().forEach(function (frame) {
      if (frame.contentWindow !== event.source) return;
      var height = Math.max(data.value, parseInt(frame.getAttribute('height'), 10) || 0);
      if (height > frame.clientHeight || data.acted) frame.style.height = height + 'px';
    });
  });

  // Who spoke before this was here, speaks again.
  frames().forEach(function (frame) {
    frame.contentWindow.postMessage({ message: 'ready' }, '*');
  });
})();
