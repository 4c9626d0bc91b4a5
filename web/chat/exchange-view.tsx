import type { Answer } from '../../core/contracts/answer.ts';
import { WriteBadge } from '../parts/outcome-badge.tsx';
import { durationText, momentText } from '../parts/times.ts';
import { counted, inWords, percent } from '../parts/words.ts';
import { beganAnew, type Exchange, type Refusal } from './conversation.ts';
import { PendingCard } from './pending-card.tsx';
import { isInWidget } from './widgets/offers.ts';
import { Widget } from './widgets/widget.tsx';

type Props = {
  exchange: Exchange;
  exchanges: readonly Exchange[];
  index: number;
  /** Below it the clarifier asks. */
  threshold: number;
  say: (message: string) => void;
  again: () => void;
  edit: () => void;
  begin: () => void;
};

/** What the customer said, and the reply to it or why there is none. */
export function ExchangeView({ exchange, exchanges, index, threshold, say, again, edit, begin }: Props) {
  const { message, channel, at, outcome } = exchange;
  const isLast = index === exchanges.length - 1;
  return (
    <>
      {beganAnew(exchanges, index) && <li class="divider">The session before had ended; this is a new one.</li>}
      <li class="mine">
        <div class="bubble">
          <span class="hidden">You said:</span>
          <p class="said">{message}</p>
        </div>
        <p class="meta">
          {channel !== 'chat' && <span>{channel === 'sms' ? 'SMS' : 'Voice'} · </span>}
          <time>{momentText(at)}</time>
        </p>
      </li>
      {outcome.is === 'answered' && <Reply answer={outcome.answer} isLast={isLast} threshold={threshold} say={say} />}
      {outcome.is === 'refused' && <Refused refusal={outcome.refusal} again={again} edit={edit} begin={begin} />}
    </>
  );
}

function Reply({
  answer,
  isLast,
  threshold,
  say,
}: {
  answer: Answer;
  isLast: boolean;
  threshold: number;
  say: (message: string) => void;
}) {
  const { response, data, suggestions, metadata } = answer;
  const pending = metadata.pending_action;
  // What the widget and the card offer themselves is not offered a second time below them.
  const offers = isLast ? suggestions : [];
  const isInCard = (offer: string) => pending !== null && /^(?:yes|no)\b/i.test(offer);
  const widget = data === null ? null : <Widget data={data} offers={offers} say={say} />;
  const others = offers.filter((offer) => !isInCard(offer) && !(data !== null && isInWidget(data, offer)));
  return (
    <li class="theirs">
      <div class="bubble">
        <span class="hidden">The assistant said:</span>
        <p class="said">{response}</p>
        {widget}
      </div>
      {pending !== null && <PendingCard action={pending} isOpen={isLast} say={say} />}
      {others.length > 0 && (
        <ul class="chips" aria-label="Quick replies">
          {others.map((offer) => (
            <li key={offer}>
              <button type="button" class="chip" onClick={() => say(offer)}>
                {offer}
              </button>
            </li>
          ))}
        </ul>
      )}
      <p class="meta">
        <span>{inWords(answer.intent)}</span>
        <span class={answer.confidence < threshold ? 'unsure' : undefined}>
          {percent(answer.confidence)}
          {answer.confidence < threshold && ' (unsure)'}
        </span>
        {metadata.tools_executed.length > 0 && <span>{counted(metadata.tools_executed.length, 'tool call')}</span>}
        {metadata.model_calls > 0 && <span>{counted(metadata.model_calls, 'model call')}</span>}
        {metadata.handoff && <span>handed over</span>}
        <span>{durationText(metadata.processing_time_ms)}</span>
        {metadata.write_outcome !== null && <WriteBadge write={metadata.write_outcome} />}
        <a href={`/executions/${metadata.execution_id}`} aria-label={`Execution of turn ${answer.turn}`}>
          Execution →
        </a>
      </p>
    </li>
  );
}

/** The same message again helps where the assistant, not the message, was the trouble. */
const isWorthAgain = (status: number): boolean => status === 0 || status === 401 || status === 409 || status >= 429;

function Refused({
  refusal: { status, title, detail },
  again,
  edit,
  begin,
}: {
  refusal: Refusal;
  again: () => void;
  edit: () => void;
  begin: () => void;
}) {
  return (
    <li class="theirs">
      <div class="notice bad" role="alert">
        <p>
          <strong>{title}.</strong> {detail}
        </p>
        <div class="row">
          {isWorthAgain(status) && (
            <button type="button" onClick={again}>
              Try again
            </button>
          )}
          {!isWorthAgain(status) && status !== 404 && (
            <button type="button" onClick={edit}>
              Edit message
            </button>
          )}
          {status === 404 && (
            <button type="button" onClick={begin}>
              New session
            </button>
          )}
        </div>
      </div>
    </li>
  );
}
