/** What a family of models takes in a Converse request, in which they differ. */
export type Family = {
  name: string;
  /** Tested against the model's id, without profile prefix and ARN. The first row that fits counts. */
  of: RegExp;
  /** Whether `temperature` is taken; newer Claude models refuse it. */
  temperature: boolean;
  /** How the answer's form is asked for: exactly that tool, any tool (there is one), or only offered. */
  toolChoice: 'tool' | 'any' | 'auto';
  /** Fields that switch thinking off, which else forbids a forced tool. Null: nothing to switch off, or it cannot be. */
  thinkingOff: { thinking: { type: 'disabled' } } | null;
  /** Tokens from which on a prefix is cached; null: never. Below it a cache point is silently worth nothing. */
  cacheFrom: number | null;
};

const DISABLED = { thinking: { type: 'disabled' } } as const;

/**
 * The families, newest first; docs/bedrock.md says where each fact is from. No request ever ends with words put into the
 * model's mouth (prefill): what is not in the table is the same for all.
 */
export const FAMILIES: readonly Family[] = [
  {
    name: 'Claude Haiku 5.5',
    of: /^anthropic\.claude-haiku-5-5/,
    temperature: false,
    toolChoice: 'tool',
    thinkingOff: DISABLED,
    cacheFrom: 4096,
  },
  {
    // Thinking is always on, or is switched off in ways of their own: the tool can only be offered.
    name: 'Claude 5 and later',
    of: /^anthropic\.claude-[a-z]+-([5-9]|\d{2})(-|$|:)/,
    temperature: false,
    toolChoice: 'auto',
    thinkingOff: null,
    cacheFrom: 4096,
  },
  {
    name: 'Claude Opus 4.7 and 4.8',
    of: /^anthropic\.claude-opus-4-[78]/,
    temperature: false,
    toolChoice: 'auto',
    thinkingOff: null,
    cacheFrom: 4096,
  },
  {
    name: 'Claude Haiku 4.5, Opus 4.5 and 4.6',
    of: /^anthropic\.claude-(haiku-4-5|opus-4-[56])/,
    temperature: true,
    toolChoice: 'tool',
    thinkingOff: null,
    cacheFrom: 4096,
  },
  {
    name: 'Claude Sonnet 4.6',
    of: /^anthropic\.claude-sonnet-4-6/,
    temperature: true,
    toolChoice: 'tool',
    thinkingOff: null,
    cacheFrom: 2048,
  },
  {
    name: 'Claude 4 and 4.1, Sonnet 4.5',
    of: /^anthropic\.claude-(sonnet|opus)-4/,
    temperature: true,
    toolChoice: 'tool',
    thinkingOff: null,
    cacheFrom: 1024,
  },
  {
    name: 'Claude 3',
    of: /^anthropic\.claude-3/,
    temperature: true,
    toolChoice: 'tool',
    thinkingOff: null,
    cacheFrom: null,
  },
  {
    name: 'Amazon Nova',
    of: /^amazon\.nova-/,
    temperature: true,
    toolChoice: 'tool',
    thinkingOff: null,
    cacheFrom: 1024,
  },
  {
    name: 'Mistral Large',
    of: /^mistral\.(mistral|pixtral)-large/,
    temperature: true,
    toolChoice: 'any',
    thinkingOff: null,
    cacheFrom: null,
  },
];

/** What every model takes: nothing that one of them might refuse. Also for profiles of one's own, which hide the model. */
const ANY_MODEL: Family = {
  name: 'unlisted',
  of: /^/,
  temperature: false,
  toolChoice: 'auto',
  thinkingOff: null,
  cacheFrom: null,
};

export const familyOf = (modelId: string): Family => {
  const id = bareIdOf(modelId);
  return FAMILIES.find((family) => family.of.test(id)) ?? ANY_MODEL;
};

/** `us.anthropic.claude-x`, `arn:…:inference-profile/us.anthropic.claude-x` → `anthropic.claude-x`. */
function bareIdOf(modelId: string): string {
  const last = modelId.slice(modelId.lastIndexOf('/') + 1);
  return last.replace(/^(global|us-gov|us|eu|apac|jp|au|ca|sa)\./, '');
}
