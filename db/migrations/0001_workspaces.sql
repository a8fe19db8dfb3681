CREATE TABLE `boards` (
	`tenant` text NOT NULL,
	`board` text NOT NULL,
	`conversation` text,
	`external_id` text,
	`shown` text,
	`touched_at` text NOT NULL,
	PRIMARY KEY(`tenant`, `board`)
);
--> statement-breakpoint
CREATE TABLE `installations` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant` text,
	`sealed` text,
	`installed_at` text NOT NULL,
	`removed_at` text
);
--> statement-breakpoint
CREATE TABLE `pauses` (
	`tenant` text PRIMARY KEY NOT NULL,
	`since` text NOT NULL,
	`reason` text NOT NULL,
	`remedy` text NOT NULL,
	`next_try_at` text NOT NULL
);
--> statement-breakpoint
ALTER TABLE `conversations` ADD `retired_at` text;--> statement-breakpoint
ALTER TABLE `conversations` ADD `seen` text;