/** Said wherever an answer lacks the proof that only the bot can give. */
export const WHO_ANSWERS =
  "Either the bot is of another release than this worker, or somebody reached the engine and answers in the bot's place: see what the bot says of it, then restart the bot."
