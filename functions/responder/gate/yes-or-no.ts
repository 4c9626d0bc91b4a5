/** What asks for something to be told or shown, which "sure" answers without being a yes to anything. */
const ASKS_TO_TELL =
  /\b(?:what|when|where|who|whom|which|how|why|what'?s|when'?s|where'?s|who'?s|show|tell|list|give|see|check|look|find|get|pull|send|read|remind|need|want|like|please|pls)\b/i;
const TELLING =
  '(?:please )?(?:just )?(?:show|tell|list|give|check|look|find|see|get|pull|send|remind|let|help|read|go|walk|share|bring|hear|know)';
/** A verb that begins a question to be answered by yes or no, at the beginning of one or of a part of it. */
const YES_OR_NO = new RegExp(
  "(?:^|[.?!,;:(–—-]\\s*|\\b(?:and|but|or|so|also|plus|then|hey|hi|hello|ok|okay|well|know|me|please)\\s+)(?:is|are|am|was|were|do|does|did|has|have|had|should|shall|might|must|will|would|(?:is|are|was|were|do|does|did|has|have|had|should|wo|would|ca|could)n'?t|any chance|can|could)\\s+" +
    `(?!(?:you|u|ya|i|we) ${TELLING}\\b)\\w`,
  'i',
);

/**
 * Whether a message may want a yes or a no for an answer ("is it going to rain?", "windows visit still on?"): then a
 * model's "sure", said to somebody whose question it does not know, would be one. In doubt it does.
 */
export function wantsYesOrNo(message: string): boolean {
  const said = message.normalize('NFKC').replace(/[’‘]/g, "'").trim();
  const questions = said.match(/[^.?!\n]+\?/g) ?? [];
  return (
    !ASKS_TO_TELL.test(said) ||
    YES_OR_NO.test(said) ||
    /\b(?:if|whether)\b/i.test(said) ||
    questions.some((question) => !ASKS_TO_TELL.test(question))
  );
}
