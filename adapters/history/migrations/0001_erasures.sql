CREATE TABLE "erasures" (
	"owner" text NOT NULL,
	"session_id" varchar(64) NOT NULL,
	"erased_up_to" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "erasures_owner_session_id_pk" PRIMARY KEY("owner","session_id")
);
--> statement-breakpoint
CREATE INDEX "erasures_by_age" ON "erasures" USING btree ("erased_up_to");