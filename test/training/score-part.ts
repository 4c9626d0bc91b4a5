/** Prints, as JSON, the figures of the shipped model on a labelled file: run in a process of its own, at full speed. */
import { localModel } from '../../adapters/local-model.ts';
import { figures } from '../../training/figures.ts';
import { judge } from '../../training/judge.ts';
import { readLabelled } from '../../training/labelled.ts';

const [, , file = ''] = process.argv;
const judged = judge(localModel(), readLabelled(file), '2026-03-02T09:00:00-05:00');
const second = judged.flatMap(({ message, understood }) =>
  understood.secondary_intents.map((intent) => message.secondary_intents.includes(intent)),
);
process.stdout.write(
  JSON.stringify({
    ...figures(judged, 0.7),
    second_requests: {
      named: second.length,
      right: second.filter(Boolean).length,
      labelled: judged.reduce((sum, { message }) => sum + message.secondary_intents.length, 0),
    },
  }),
);
