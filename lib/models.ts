/** A language model as Bedrock offers it through a geographic inference profile. */
export type Model = {
  /** The profile's id: what a request names. */
  profile: string;
  /** The model behind it, the same in each region that the profile may send a request to. */
  foundationModel: string;
  regions: readonly string[];
  /** Bedrock serves it at least until this day (`YYYY-MM-DD`), as its model card says. */
  servedUntil: string;
};

/** Models that a stage may name. Ids and dates are those of Bedrock's model cards, read in November 2026. */
export const MODELS: readonly Model[] = [
  {
    profile: 'us.anthropic.claude-haiku-5-5',
    foundationModel: 'anthropic.claude-haiku-5-5',
    regions: ['us-east-1', 'us-east-2', 'us-west-2'],
    servedUntil: '2027-10-07',
  },
];

/**
 * The model behind a profile's id.
 *
 * @throws {RangeError} it is not listed: a bare model id, for one, which Bedrock refuses on demand
 */
export function modelOf(profile: string): Model {
  const model = MODELS.find((candidate) => candidate.profile === profile);
  if (model === undefined)
    throw new RangeError(`${profile} is not an inference profile of lib/models.ts: list it there with its regions`);
  return model;
}
