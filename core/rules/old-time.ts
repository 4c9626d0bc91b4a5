const OLD_TIME =
  /\b((?:(?:my|the|that) (?:old|original|previous)|my (?:first|earlier)) (?:time|one|appointment|slot|date|day|visit)|what (?:it was|i had)|keep (?:it|the old|my old|the original)|put (?:it|that) back|leave it (?:as|where|how) it was|as it was)\b/i;

/** Whether a message speaks of the time that a move has given up: "keep the original time", "put it back". */
export const namesOldTime = (message: string): boolean => OLD_TIME.test(message);

/** Whether a visit that is moved is to keep its time of day: "Thursday, same time". */
export const keepsTime = (message: string): boolean => SAME_TIME.test(message);

const SAME_TIME = /\bsame (?:time|hour)\b(?! (?:as|next|last|tomorrow|frame)\b)/i;

/** Whether a time that was given up can be booked again: one whose hour nobody knows cannot, nor one of today or before. */
export const canBeHadBack = <Old extends { date: string; time: string | null }>(
  old: Old,
  today: string,
): old is Old & { time: string } => old.time !== null && old.date > today;
