// A chosen light or dark, before the first paint; without a choice the stylesheet follows the system.
try {
  var theme = localStorage.getItem('theme')
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
} catch {}
