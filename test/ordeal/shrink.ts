/**
 * A shorter list that still fails: leaves out ever smaller pieces as long as `fails` says so. What comes after the step
 * that failed is gone already.
 *
 * @param most Trials at most; each may take seconds.
 */
export async function shrink<Item>(
  items: readonly Item[],
  fails: (candidate: readonly Item[]) => Promise<boolean>,
  most: number,
): Promise<Item[]> {
  let kept = [...items];
  let trials = 0;
  for (let size = Math.ceil(kept.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < kept.length; ) {
      if (trials >= most) return kept;
      const candidate = [...kept.slice(0, from), ...kept.slice(from + size)];
      trials += 1;
      if (candidate.length < kept.length && (await fails(candidate))) kept = candidate;
      else from += size;
    }
  }
  return kept;
}
