import type { Ref } from 'preact';
import { useId, useImperativeHandle, useRef, useState } from 'preact/hooks';

const LONGEST = 2000;
/** From here on the room that is left is told. */
const NEARLY_FULL = 1800;

export type ComposerHandle = {
  focus(): void;
  /** Puts a message back to be changed. */
  edit(text: string): void;
};

/** Where the customer writes. While an answer is awaited the next message can be written, but not yet sent. */
export function Composer({
  handle,
  isWaiting,
  disabled,
  say,
}: {
  handle: Ref<ComposerHandle>;
  isWaiting: boolean;
  disabled: boolean;
  say: (message: string) => void;
}) {
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState('');
  useImperativeHandle(
    handle,
    () => ({
      // On a touch screen the focus would bring up the keyboard over the reply.
      focus: () => {
        if (!matchMedia('(pointer: coarse)').matches) area.current?.focus();
      },
      edit: (before) => {
        setText(before);
        area.current?.focus();
      },
    }),
    [],
  );

  const canSend = !isWaiting && !disabled && text.trim() !== '';
  const send = (event: Event) => {
    event.preventDefault();
    if (!canSend) return;
    setText('');
    say(text);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) send(event);
  };
  return (
    <form class="composer" onSubmit={send}>
      <label class="hidden" for={id}>
        Message
      </label>
      <textarea
        id={id}
        ref={area}
        rows={1}
        maxLength={LONGEST}
        placeholder="Write a message"
        value={text}
        disabled={disabled}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        aria-describedby={`${id}-hint`}
      />
      <button type="submit" class="primary" disabled={!canSend}>
        Send
      </button>
      <p id={`${id}-hint`} class={text.length > NEARLY_FULL ? 'hint' : 'hint hidden'}>
        {text.length > NEARLY_FULL
          ? `${LONGEST - text.length} characters left`
          : 'Enter sends, Shift and Enter begins a new line.'}
      </p>
    </form>
  );
}
