ALTER TABLE "todo" ADD COLUMN "reply_token" text NULL;
CREATE UNIQUE INDEX "todo_reply_token_key" ON "todo" ("reply_token");
