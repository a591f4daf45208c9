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

  // What each frame last said that it needs, and at which width.
  var told = new WeakMap();

  function fit(frame, free) {
    var last = told.get(frame);
    if (!last) return;
    var now = frame.clientHeight;
    // Smaller only where nobody sees anything move: not above the lower edge of the screen.
    var edge = Math.ceil(window.innerHeight - frame.getBoundingClientRect().top);
    var height = free ? last.height : Math.max(last.height, Math.min(now, edge));
    if (height === now) return;
    var border = getComputedStyle(frame).boxSizing === 'border-box' ? frame.offsetHeight - now : 0;
    frame.style.height = height + border + 'px';
  }

  window.addEventListener('message', function (event) {
    var data = event.data;
    if (!data || data.meedoen !== 1 || data.message !== 'height' || !(data.value > 0)) return;
    // A sandboxed frame has no origin of its own; the window it speaks from tells who it is.
    if (event.origin !== origin && event.origin !== 'null') return;
    frames().forEach(function (frame) {
      if (frame.contentWindow !== event.source) return;
      var last = told.get(frame), width = frame.clientWidth;
      told.set(frame, { height: data.value, width: width });
      // After an act something is expected to change, and when it became wider or narrower everything just did.
      fit(frame, data.acted || (last && last.width !== width));
    });
  });

  // What could not become smaller in sight may, once it is scrolled out of it.
  window.addEventListener('scroll', function () {
    frames().forEach(function (frame) { fit(frame); });
  }, { capture: true, passive: true });

  // Who spoke before this was here, speaks again.
  frames().forEach(function (frame) {
    frame.contentWindow.postMessage({ message: 'ready' }, '*');
  });
})();
