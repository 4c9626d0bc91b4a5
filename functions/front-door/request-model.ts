/**
 * The request model of `POST /api/chat` (JSON Schema draft 4, what API Gateway validates with): the body's form. The
 * fields are checked by the supervisor's OpenTurn, by the same schema as everywhere, since the gateway's own message
 * about a wrong field does not name it.
 */
export const CHAT_REQUEST_MODEL = {
  $schema: 'http://json-schema.org/draft-04/schema#',
  title: 'ChatRequest',
  type: 'object',
  required: ['message'],
} as const;
