import type { ComponentChildren } from 'preact';
import { ThemeChoice } from './theme.tsx';

const PLACES = [
  { href: '/', name: 'Chat', under: /^\/$/ },
  { href: '/executions', name: 'Executions', under: /^\/(?:executions|sessions|compare)/ },
  { href: '/history', name: 'History', under: /^\/history/ },
  { href: '/eval', name: 'Eval', under: /^\/eval/ },
];

/** What is around every page: the way to the content, the way to the other pages, the look. */
export function Frame({ address, children }: { address: URL; children: ComponentChildren }) {
  return (
    <>
      <a class="skip" href="#content">
        Skip to the content
      </a>
      <header class="frame">
        <a class="brand" href="/">
          <img src="/local/favicon.svg" alt="" width="22" height="22" />
          <span>Scheduling assistant</span>
        </a>
        <nav aria-label="Pages">
          {PLACES.map(({ href, name, under }) => (
            <a key={href} href={href} aria-current={under.test(address.pathname) ? 'page' : undefined}>
              {name}
            </a>
          ))}
        </nav>
        <ThemeChoice />
      </header>
      <main id="content" tabIndex={-1}>
        {children}
      </main>
    </>
  );
}
