import { Badge } from '../../parts/outcome-badge.tsx';
import { calendarDay } from '../../parts/times.ts';
import { capitalized } from '../../parts/words.ts';
import type { WidgetProps } from './widget.tsx';

const ADVICE = {
  good: { tone: 'good', sign: '✓', text: 'good for the work' },
  caution: { tone: 'warn', sign: '!', text: 'take care' },
  bad: { tone: 'bad', sign: '✕', text: 'bad for the work' },
};

export function WeatherWidget({ data: { place, items } }: Pick<WidgetProps<'weather'>, 'data'>) {
  return (
    <ul class="widget weather" aria-label={`Weather in ${place}`}>
      {items.map(({ date, weekday, summary, high_f, low_f, precipitation_percent, advice }) => (
        <li key={date}>
          <p>
            <strong>{weekday}</strong> <span class="muted">{calendarDay(date)}</span>
          </p>
          <p>{capitalized(summary)}</p>
          <p class="muted">
            {[degrees('high', high_f), degrees('low', low_f), rain(precipitation_percent)]
              .filter((part) => part !== null)
              .join(' · ')}
          </p>
          {advice !== null && (
            <Badge tone={ADVICE[advice].tone} sign={ADVICE[advice].sign}>
              {ADVICE[advice].text}
            </Badge>
          )}
        </li>
      ))}
    </ul>
  );
}

const degrees = (name: string, value: number | null) => (value === null ? null : `${name} ${Math.round(value)} °F`);
const rain = (percentage: number | null) => (percentage === null ? null : `${percentage} % rain`);
