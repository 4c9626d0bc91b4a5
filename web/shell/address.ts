import { useEffect, useState } from 'preact/hooks';

/** Fired on `window` when the address has been changed by `go`. */
const CHANGED = 'addresschange';

/** Opens another page, or the same with another query, without loading anything again. */
export function go(href: string, { replace = false }: { replace?: boolean } = {}): void {
  if (replace) history.replaceState(null, '', href);
  else history.pushState(null, '', href);
  dispatchEvent(new Event(CHANGED));
}

/** Where the browser is; follows `go` and the browser's own buttons. */
export function useAddress(): URL {
  const [href, setHref] = useState(location.href);
  useEffect(() => {
    const follow = () => setHref(location.href);
    addEventListener(CHANGED, follow);
    addEventListener('popstate', follow);
    return () => {
      removeEventListener(CHANGED, follow);
      removeEventListener('popstate', follow);
    };
  }, []);
  return new URL(href);
}

/** Lets plain links between the pages be followed without a reload. What the server answers itself is left alone. */
export function followLinks(): void {
  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (!(link instanceof HTMLAnchorElement) || link.target !== '' || link.hasAttribute('download')) return;
    const { origin, pathname, hash } = new URL(link.href);
    if (origin !== location.origin || hash !== '' || /^\/(?:local|api)\//.test(pathname)) return;
    event.preventDefault();
    go(link.href);
    scrollTo(0, 0);
  });
}
