import type { ComponentChildren } from 'preact';

/** A part of a page that scrolls by itself, by keyboard too: for that it takes the focus, and has a name. */
export function ScrollBox({ label, look, children }: { label: string; look: string; children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable without a mouse
    <section class={look} aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}
