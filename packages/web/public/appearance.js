// Runs before the first paint, so that nobody sees a flash of the wrong theme or size.
(function () {
  try {
    var root = document.documentElement;
    var kept = JSON.parse(localStorage.getItem('plaza.appearance') || '{}');
    if (kept.theme === 'light' || kept.theme === 'dark') root.dataset.theme = kept.theme;
    if (/^(100|115|130|150)$/.test(kept.textPercent)) root.style.fontSize = kept.textPercent + '%';
    if (kept.locale) root.lang = kept.locale === 'zh' ? 'zh-Hans' : kept.locale;
  } catch {
    // A browser that keeps nothing shows the defaults.
  }
})();
