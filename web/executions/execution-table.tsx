import type { ExecutionSummary } from '../../runtime/inspector/contract.ts';
import { Badge, OutcomeBadge, WriteBadge } from '../parts/outcome-badge.tsx';
import { durationText, momentText, wholeMoment } from '../parts/times.ts';
import { inWords, percent } from '../parts/words.ts';

export function ExecutionTable({ items }: { items: readonly ExecutionSummary[] }) {
  const slowest = Math.max(1, ...items.map(({ took_ms }) => took_ms ?? 0));
  return (
    <div class="table-box">
      <table class="executions">
        <caption class="hidden">Executions, newest first</caption>
        <thead>
          <tr>
            <th scope="col">Time</th>
            <th scope="col">Message and reply</th>
            <th scope="col" class="less">
              Customer
            </th>
            <th scope="col" class="less">
              Intent
            </th>
            <th scope="col">Outcome</th>
            <th scope="col" class="least">
              Tools
            </th>
            <th scope="col" class="less number">
              Took
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((summary) => (
            <Row key={summary.execution_id} summary={summary} slowest={slowest} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ summary, slowest }: { summary: ExecutionSummary; slowest: number }) {
  const { execution_id, user_message, response, customer_id, client_name, channel, intent, confidence } = summary;
  const { tools, started_at, took_ms, retries, write_outcome, replay_of, clarification_needed, handoff } = summary;
  return (
    <tr data-execution={execution_id}>
      <td class="time" title={wholeMoment(started_at)}>
        {momentText(started_at)}
      </td>
      <td class="words">
        <a href={`/executions/${execution_id}`}>{user_message ?? '(no message)'}</a>
        <p class="muted">{response ?? ''}</p>
      </td>
      <td class="less nowrap">
        {customer_id ?? '–'}
        <p class="muted">{[client_name, channel === 'chat' ? null : channel].filter(Boolean).join(' · ')}</p>
      </td>
      <td class="less nowrap">
        {intent === null ? '–' : inWords(intent)}
        <p class="muted">{confidence === null ? '' : percent(confidence)}</p>
      </td>
      <td>
        <div class="badges">
          <OutcomeBadge summary={summary} />
          {write_outcome !== null && <WriteBadge write={write_outcome} />}
          {clarification_needed && <Badge tone="plain">asked back</Badge>}
          {handoff && <Badge tone="plain">handed over</Badge>}
          {retries > 0 && (
            <Badge tone="warn" sign="↻">
              {retries}
            </Badge>
          )}
          {replay_of !== null && <Badge tone="accent">replay</Badge>}
        </div>
      </td>
      <td class="least">
        {tools.map((tool, index) => (
          <span key={index} class="tool">
            {inWords(tool)}
          </span>
        ))}
      </td>
      <td class="less number">
        {took_ms === null ? '…' : durationText(took_ms)}
        <span class="span">
          <span style={{ width: `${(100 * (took_ms ?? 0)) / slowest}%` }} />
        </span>
      </td>
    </tr>
  );
}
