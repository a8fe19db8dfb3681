CREATE TABLE `teams_people` (
	`aad_object_id` text PRIMARY KEY NOT NULL,
	`teams_id` text NOT NULL,
	`service_url` text NOT NULL,
	`chat` text,
	`gone_at` text
);
--> statement-breakpoint
CREATE INDEX `teams_people_teams_id` ON `teams_people` (`teams_id`);--> statement-breakpoint
CREATE TABLE `teams_places` (
	`n` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`conversation_id` text NOT NULL,
	`service_url` text NOT NULL,
	`kind` text NOT NULL,
	`team_id` text,
	`channel_id` text,
	`name` text,
	`gone_at` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `teams_places_conversation` ON `teams_places` (`conversation_id`);