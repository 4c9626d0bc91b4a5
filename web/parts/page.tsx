import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

let isFirst = true;

/** A page with its heading, which takes the focus when the page is come to from another one. */
export function Page({
  title,
  heading = title,
  aside,
  wide = false,
  children,
}: {
  title: string;
  /** In place of the title, where the page shows more than that. */
  heading?: ComponentChildren;
  /** Beside the heading. */
  aside?: ComponentChildren;
  wide?: boolean;
  children: ComponentChildren;
}) {
  const ref = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Scheduling assistant`;
  }, [title]);
  useEffect(() => {
    if (!isFirst) ref.current?.focus({ preventScroll: true });
    isFirst = false;
  }, []);
  return (
    <div class={wide ? 'page wide' : 'page'}>
      <div class="page-head">
        <h1 ref={ref} tabIndex={-1}>
          {heading}
        </h1>
        {aside}
      </div>
      {children}
    </div>
  );
}
