import * as z from 'zod';
import { Answer } from '../../core/contracts/answer.ts';
import { ChatRequest } from '../../core/contracts/turn.ts';
import { Conversation, ConversationPage } from '../../core/ports/history.ts';
import { Health } from './health-contract.ts';
import { PROBLEMS, Problem, type ProblemKind } from './problems.ts';

type Json = Record<string, unknown>;

/** What a caller can meet anywhere behind the token. */
const EVERYWHERE: ProblemKind[] = ['unauthorized', 'forbidden', 'too-many-requests', 'assistant-failed'];

/** The OpenAPI 3.1 document of the HTTP API, made of the schemas that the code itself checks with. */
export function openApiDocument(version: string): Json {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Scheduling assistant',
      version,
      description: 'Chat with an assistant that schedules visits. Identity comes from the bearer token alone.',
    },
    security: [{ bearer: [] }],
    paths: {
      '/api/chat': {
        post: {
          operationId: 'chat',
          summary: 'Send one message of a conversation',
          description:
            'After a 504 the turn goes on: the same session_id and message_id sent again get 409 while it runs, and the ' +
            'finished answer after.',
          requestBody: { required: true, content: { 'application/json': { schema: ref('ChatRequest') } } },
          responses: {
            200: json('The answer', 'Answer'),
            ...problems([
              'invalid-request',
              'location-not-allowed',
              'session-not-found',
              'turn-running',
              'too-large',
              'unsupported-media-type',
              'turn-takes-long',
              ...EVERYWHERE,
            ]),
          },
        },
      },
      '/api/conversations': {
        get: {
          operationId: 'listConversations',
          summary: "The caller's own conversations, newest first",
          parameters: [
            { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 100, default: 20 } },
            { name: 'cursor', in: 'query', schema: { type: 'string' } },
          ],
          responses: {
            200: json('One page', 'ConversationPage'),
            ...problems(['invalid-request', 'history-waking', ...EVERYWHERE]),
          },
        },
      },
      '/api/conversations/{session_id}': {
        parameters: [{ name: 'session_id', in: 'path', required: true, schema: { type: 'string' } }],
        get: {
          operationId: 'getConversation',
          summary: 'The turns of one conversation, oldest first',
          responses: {
            200: json('The conversation', 'Conversation'),
            ...problems(['session-not-found', 'history-waking', ...EVERYWHERE]),
          },
        },
        delete: {
          operationId: 'eraseConversation',
          summary: 'Erase a conversation from the session store and the history',
          responses: {
            204: { description: 'Erased' },
            ...problems(['session-not-found', 'history-waking', ...EVERYWHERE]),
          },
        },
      },
      '/api/healthz': {
        get: {
          operationId: 'health',
          summary: 'How well the service is',
          security: [],
          responses: { 200: json('The state of its parts', 'Health') },
        },
      },
      '/openapi.json': {
        get: {
          operationId: 'openapi',
          summary: 'This document',
          security: [],
          responses: {
            200: { description: 'OpenAPI 3.1', content: { 'application/json': { schema: { type: 'object' } } } },
          },
        },
      },
    },
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      schemas: {
        ChatRequest: schemaOf(ChatRequest, 'input'),
        Answer: schemaOf(Answer),
        ConversationPage: schemaOf(ConversationPage),
        Conversation: schemaOf(Conversation),
        Health: schemaOf(Health),
        Problem: schemaOf(Problem),
      },
    },
  };
}

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });

const json = (description: string, name: string) => ({
  description,
  content: { 'application/json': { schema: ref(name) } },
});

function problems(kinds: readonly ProblemKind[]): Json {
  const byStatus = Object.groupBy(kinds, (kind) => PROBLEMS[kind].status);
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, some = []]) => [
      status,
      {
        description: some.map((kind) => PROBLEMS[kind].title).join(' · '),
        content: { 'application/problem+json': { schema: ref('Problem') } },
      },
    ]),
  );
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output' = 'output'): Json {
  const { $schema: _, ...described } = z.toJSONSchema(schema, { io });
  return described;
}
