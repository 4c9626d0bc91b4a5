CREATE TABLE "appointments" (
	"turn_id" text PRIMARY KEY NOT NULL,
	"owner" text NOT NULL,
	"tool" text NOT NULL,
	"status" text NOT NULL,
	"project_number" text NOT NULL,
	"category" text NOT NULL,
	"type" text NOT NULL,
	"date" date,
	"time" varchar(5),
	"new_date" date,
	"new_time" varchar(5),
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "conversations" (
	"owner" text NOT NULL,
	"session_id" varchar(64) NOT NULL,
	"owner_client_id" text NOT NULL,
	"owner_customer_id" text NOT NULL,
	"client_name" text,
	"channel" text NOT NULL,
	"title" text NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"last_turn_at" timestamp (3) with time zone NOT NULL,
	"last_received_at" timestamp (3) with time zone NOT NULL,
	"turns" integer NOT NULL,
	CONSTRAINT "conversations_owner_session_id_pk" PRIMARY KEY("owner","session_id")
);
--> statement-breakpoint
CREATE TABLE "turns" (
	"turn_id" text PRIMARY KEY NOT NULL,
	"owner" text NOT NULL,
	"session_id" varchar(64) NOT NULL,
	"turn" integer NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	"channel" text NOT NULL,
	"user_message" text NOT NULL,
	"reply" text NOT NULL,
	"intent" text NOT NULL,
	"confidence" double precision NOT NULL,
	"classified_by" text NOT NULL,
	"tools" jsonb NOT NULL,
	"write_outcome" jsonb,
	"handoff" text,
	"data_kind" text,
	"model_calls" integer NOT NULL,
	"input_tokens" integer NOT NULL,
	"output_tokens" integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE "appointments" ADD CONSTRAINT "appointments_turn_id_turns_turn_id_fk" FOREIGN KEY ("turn_id") REFERENCES "public"."turns"("turn_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "turns" ADD CONSTRAINT "turns_conversation" FOREIGN KEY ("owner","session_id") REFERENCES "public"."conversations"("owner","session_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "appointments_of_owner" ON "appointments" USING btree ("owner","at");--> statement-breakpoint
CREATE INDEX "conversations_newest_first" ON "conversations" USING btree ("owner","last_received_at" DESC NULLS FIRST,"session_id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "turns_in_order" ON "turns" USING btree ("owner","session_id","received_at","turn_id");