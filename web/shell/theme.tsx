import { useState } from 'preact/hooks';
import { keep, kept } from './kept.ts';

const THEMES = ['system', 'light', 'dark'] as const;
type Theme = (typeof THEMES)[number];

const KEY = 'theme';
const isTheme = (value: unknown): value is Theme => THEMES.some((theme) => theme === value);

/** The look that was chosen here last; the system's own when none was. */
function chosen(): Theme {
  const value = kept(localStorage, KEY);
  return isTheme(value) ? value : 'system';
}

/** Puts the chosen look on the document. */
export function applyTheme(theme: Theme = chosen()): void {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

export function ThemeChoice() {
  const [theme, setTheme] = useState(chosen);
  const choose = (value: string) => {
    if (!isTheme(value)) return;
    keep(localStorage, KEY, value);
    applyTheme(value);
    setTheme(value);
  };
  return (
    <label class="theme">
      <span class="hidden">Colors</span>
      <select value={theme} onChange={(event) => choose(event.currentTarget.value)}>
        <option value="system">Auto</option>
        <option value="light">Light</option>
        <option value="dark">Dark</option>
      </select>
    </label>
  );
}
