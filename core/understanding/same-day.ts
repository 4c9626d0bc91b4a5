/** "The same day", "that day": the one just spoken of, rather than that of another visit ("the same day as the windows"). */
export const saysSameDay = (text: string): boolean => SAME_DAY.test(text);

const SAME_DAY =
  /\b(?:(?:very |exact )?same (?:day|date)|that (?:day|date))\b(?! (?:as|that|next|service|after|before|delivery)\b)/i;
