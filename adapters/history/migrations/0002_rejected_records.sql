CREATE TABLE "rejected_records" (
	"event_id" text PRIMARY KEY NOT NULL,
	"session_id" text NOT NULL,
	"owner" text,
	"problem" text NOT NULL,
	"body" text NOT NULL,
	"rejected_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "rejected_records_by_age" ON "rejected_records" USING btree ("rejected_at");--> statement-breakpoint
CREATE INDEX "rejected_records_of_session" ON "rejected_records" USING btree ("session_id");