import { INTENT_NAMES } from '../core/intents.ts';
import { figures, intentFigures, isRight, type Judged, reliability, tradeOff } from '../training/figures.ts';

export type EvalReportInput = { readonly file: string; readonly judged: readonly Judged[]; readonly threshold: number };

/** Confusions listed with their texts, the surest mistakes first. */
const MOST_CONFUSIONS = 60;

/** One self-contained HTML page: figures, confusion matrix, reliability, answered against accuracy, worst confusions. */
export function evalReport({ file, judged, threshold }: EvalReportInput): string {
  const found = figures(judged, threshold);
  const tiles: [string, string][] = [
    ['messages', String(found.n)],
    ['accuracy', percent(found.accuracy)],
    ['macro-F1', percent(found.macro_f1)],
    ['right when answered', percent(found.accuracy_when_answered)],
    ['sent to clarification', percent(found.clarified)],
    ['out-of-scope recall', percent(found.oos_recall)],
    ['out-of-scope precision', percent(found.oos_precision)],
    ['calibration error', percent(found.ece)],
    ['time a message', `${found.ms_per_message.toFixed(2)} ms`],
  ];
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Classifier evaluation</title>
<style>${STYLE}</style>
<main>
<h1>Classifier evaluation</h1>
<p class="quiet">${html(file)} · answers from confidence ${threshold}</p>
<dl class="tiles">${tiles.map(([name, value]) => `<div><dt>${name}</dt><dd>${value}</dd></div>`).join('')}</dl>
<div class="pair">
<section><h2>Reliability</h2><p class="quiet">Confidence against accuracy in 15 bins; the size of a dot is its share of messages. On the line, confidence is a true probability.</p>${reliabilityDiagram(judged)}</section>
<section><h2>Answered against accuracy</h2><p class="quiet">What a stricter threshold would buy: share answered without asking, and how many of those rightly.</p>${tradeOffCurve(judged)}</section>
</div>
<section><h2>Confusion matrix</h2><p class="quiet">Rows are labels, columns what was read. Hover a cell for its messages.</p><div class="wide">${confusionMatrix(judged)}</div></section>
<section><h2>By intent</h2><div class="wide">${intentTable(judged)}</div></section>
<section><h2>Entities</h2><div class="wide">${entityTable(found.entities)}</div></section>
<section><h2>Worst confusions</h2><p class="quiet">The surest mistakes first.</p><div class="wide">${confusions(judged)}</div></section>
</main>
</html>
`;
}

const STYLE = `
:root{color-scheme:light dark;--ink:#1c2430;--quiet:#5b6675;--paper:#fbfcfd;--card:#fff;--line:#dfe4ea;--good:#1f7a5c;--bad:#b4372f;--mark:#2f62b5}
@media(prefers-color-scheme:dark){:root{--ink:#e6eaf0;--quiet:#98a3b3;--paper:#12161c;--card:#1a2028;--line:#2c3542;--good:#52c79b;--bad:#f0837a;--mark:#7fa9ee}}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,sans-serif}
main{max-width:1180px;margin:0 auto;padding:2rem 1rem 4rem}
h1{font-size:1.6rem;margin:0}h2{font-size:1.1rem;margin:2.2rem 0 .2rem}
.quiet{color:var(--quiet);margin:.2rem 0 1rem}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:.6rem;margin:1rem 0}
.tiles div{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:.6rem .8rem}
dt{color:var(--quiet);font-size:.8rem}dd{margin:0;font-size:1.35rem;font-variant-numeric:tabular-nums}
.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(320px,1fr));gap:1.5rem}
svg{width:100%;height:auto;background:var(--card);border:1px solid var(--line);border-radius:8px}
svg text{fill:var(--quiet);font-size:11px}
.wide{overflow-x:auto}
table{border-collapse:collapse;font-size:.82rem;font-variant-numeric:tabular-nums}
td,th{padding:.25rem .5rem;text-align:right;border-bottom:1px solid var(--line);white-space:nowrap}
th:first-child,td:first-child,td.text{text-align:left}td.text{white-space:normal;min-width:22rem}
.matrix th.turned{height:9.5rem;vertical-align:bottom;padding:0}
.matrix th.turned span{writing-mode:vertical-rl;transform:rotate(180deg);font-weight:400}
.matrix td{min-width:1.6rem;text-align:center;border:1px solid var(--line)}
`;

const SIZE = 320;
const EDGE = 36;
const x = (value: number): string => (EDGE + value * (SIZE - EDGE - 12)).toFixed(1);
const y = (value: number): string => (SIZE - EDGE - value * (SIZE - EDGE - 12)).toFixed(1);

function frame(inside: string, across: string, up: string, low: number): string {
  const marks = [0, 0.25, 0.5, 0.75, 1]
    .map((at) => {
      const height = low + at * (1 - low);
      return `<text x="${x(at)}" y="${SIZE - 20}" text-anchor="middle">${at}</text><text x="${EDGE - 6}" y="${y(at)}" text-anchor="end" dominant-baseline="middle">${height.toFixed(2)}</text><line x1="${x(0)}" x2="${x(1)}" y1="${y(at)}" y2="${y(at)}" stroke="var(--line)"/>`;
    })
    .join('');
  return `<svg viewBox="0 0 ${SIZE} ${SIZE}" role="img" aria-label="${up} by ${across}">${marks}${inside}<text x="${x(0.5)}" y="${SIZE - 5}" text-anchor="middle">${across}</text><text x="${EDGE}" y="10">${up}</text></svg>`;
}

function reliabilityDiagram(judged: readonly Judged[]): string {
  const dots = reliability(judged)
    .map(({ n, confidence, accuracy, from, to }) => {
      const radius = 3 + 14 * Math.sqrt(n / judged.length);
      return `<circle cx="${x(confidence)}" cy="${y(accuracy)}" r="${radius.toFixed(1)}" fill="var(--mark)" fill-opacity=".55"><title>${from.toFixed(2)} to ${to.toFixed(2)}: ${n} messages, confidence ${confidence.toFixed(3)}, accuracy ${accuracy.toFixed(3)}</title></circle>`;
    })
    .join('');
  const line = `<line x1="${x(0)}" y1="${y(0)}" x2="${x(1)}" y2="${y(1)}" stroke="var(--quiet)" stroke-dasharray="4 4"/>`;
  return frame(line + dots, 'confidence', 'accuracy', 0);
}

function tradeOffCurve(judged: readonly Judged[]): string {
  const low = 0.5;
  const points = tradeOff(judged).filter(({ answered }) => answered > 0);
  const place = (accuracy: number): string => y(Math.max(0, (accuracy - low) / (1 - low)));
  const line = points.map(({ answered, accuracy }) => `${x(answered)},${place(accuracy)}`).join(' ');
  const dots = points
    .map(
      ({ threshold, answered, accuracy }) =>
        `<circle cx="${x(answered)}" cy="${place(accuracy)}" r="4" fill="var(--mark)"><title>from ${threshold}: answered ${percent(answered)}, right ${percent(accuracy)}</title></circle>`,
    )
    .join('');
  return frame(
    `<polyline points="${line}" fill="none" stroke="var(--mark)" stroke-width="2"/>${dots}`,
    'share answered',
    'right when answered',
    low,
  );
}

function confusionMatrix(judged: readonly Judged[]): string {
  const head = INTENT_NAMES.map((intent) => `<th class="turned"><span>${intent}</span></th>`).join('');
  const rows = INTENT_NAMES.map((label) => {
    const labelled = judged.filter(({ message }) => message.intent === label);
    const cells = INTENT_NAMES.map((intent) => {
      const inside = labelled.filter(({ understood }) => understood.intent === intent);
      if (inside.length === 0) return '<td></td>';
      const depth = Math.round(12 + (68 * inside.length) / labelled.length);
      const colour = intent === label ? 'var(--good)' : 'var(--bad)';
      const texts = inside.slice(0, 8).map(({ message }) => message.text);
      return `<td style="background:color-mix(in srgb, ${colour} ${depth}%, transparent)" title="${html(texts.join('\n'))}">${inside.length}</td>`;
    }).join('');
    return `<tr><td>${label}</td>${cells}</tr>`;
  }).join('');
  return `<table class="matrix"><tr><th></th>${head}</tr>${rows}</table>`;
}

function intentTable(judged: readonly Judged[]): string {
  const rows = intentFigures(judged)
    .map(
      ({ intent, n, precision, recall, f1 }) =>
        `<tr><td>${intent}</td><td>${n}</td><td>${percent(precision)}</td><td>${percent(recall)}</td><td>${percent(f1)}</td></tr>`,
    )
    .join('');
  return `<table><tr><th>intent</th><th>messages</th><th>precision</th><th>recall</th><th>F1</th></tr>${rows}</table>`;
}

function entityTable(entities: ReturnType<typeof figures>['entities']): string {
  const rows = Object.entries(entities)
    .map(([kind, { n, accuracy }]) => `<tr><td>${kind}</td><td>${n}</td><td>${percent(accuracy)}</td></tr>`)
    .join('');
  return `<table><tr><th>kind</th><th>messages</th><th>right</th></tr>${rows}</table>`;
}

function confusions(judged: readonly Judged[]): string {
  const rows = judged
    .filter((one) => !isRight(one))
    .sort((a, b) => b.understood.confidence - a.understood.confidence)
    .slice(0, MOST_CONFUSIONS)
    .map(
      ({ message, understood }) =>
        `<tr><td>${message.intent}</td><td>${understood.intent}</td><td>${understood.confidence.toFixed(2)}</td><td>${message.expecting ?? ''}</td><td class="text">${html(message.text)}</td></tr>`,
    )
    .join('');
  return `<table><tr><th>label</th><th>read as</th><th>confidence</th><th>asked</th><th>message</th></tr>${rows}</table>`;
}

function percent(value: number): string {
  return `${(100 * value).toFixed(1)} %`;
}

function html(text: string): string {
  return text.replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`);
}
