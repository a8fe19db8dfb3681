CREATE TABLE `captures` (
	`incident_id` text NOT NULL,
	`message_id` text NOT NULL,
	`seq` integer NOT NULL,
	`withdrawn` integer NOT NULL,
	PRIMARY KEY(`incident_id`, `message_id`),
	FOREIGN KEY (`incident_id`) REFERENCES `incidents`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `cards` (
	`incident_id` text NOT NULL,
	`card` text NOT NULL,
	`conversation` text NOT NULL,
	`external_id` text NOT NULL,
	`shown` text NOT NULL,
	PRIMARY KEY(`incident_id`, `card`),
	FOREIGN KEY (`incident_id`) REFERENCES `incidents`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `console_channels` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`private` integer NOT NULL,
	`topic` text NOT NULL,
	`archived` integer NOT NULL,
	`members` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `console_channels_name_unique` ON `console_channels` (`name`);--> statement-breakpoint
CREATE TABLE `console_messages` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`channel` text NOT NULL,
	`author` text NOT NULL,
	`at` text NOT NULL,
	`body` text NOT NULL,
	`key` text,
	`pinned` integer NOT NULL,
	`edited` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `console_messages_key_unique` ON `console_messages` (`key`);--> statement-breakpoint
CREATE INDEX `console_messages_channel` ON `console_messages` (`channel`,`id`);--> statement-breakpoint
CREATE TABLE `conversations` (
	`tenant` text NOT NULL,
	`conversation` text NOT NULL,
	`incident_id` text NOT NULL,
	`name` text NOT NULL,
	`url` text,
	PRIMARY KEY(`tenant`, `conversation`),
	FOREIGN KEY (`incident_id`) REFERENCES `incidents`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `conversations_incident` ON `conversations` (`incident_id`);--> statement-breakpoint
CREATE TABLE `inbox` (
	`key` text PRIMARY KEY NOT NULL,
	`received_at` text NOT NULL,
	`outcome` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `inbox_received` ON `inbox` (`received_at`);--> statement-breakpoint
CREATE TABLE `incidents` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant` text NOT NULL,
	`year` integer NOT NULL,
	`number` integer NOT NULL,
	`title` text NOT NULL,
	`level` integer NOT NULL,
	`visibility` text NOT NULL,
	`drill` integer NOT NULL,
	`phase` text NOT NULL,
	`closed` integer NOT NULL,
	`outcome` text,
	`declared_by` text NOT NULL,
	`declared_at` text NOT NULL,
	`closed_at` text,
	`snapshot` text NOT NULL,
	`last_seq` integer NOT NULL,
	`last_journal` integer NOT NULL,
	`last_task` integer NOT NULL,
	`last_hash` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `incidents_number` ON `incidents` (`year`,`number`);--> statement-breakpoint
CREATE INDEX `incidents_open` ON `incidents` (`tenant`,`closed`,`declared_at`);--> statement-breakpoint
CREATE TABLE `journal` (
	`incident_id` text NOT NULL,
	`n` integer NOT NULL,
	`instance` text NOT NULL,
	`event` text NOT NULL,
	`chart_version` integer NOT NULL,
	`recorded_at` text NOT NULL,
	`first_seq` integer,
	`last_seq` integer,
	PRIMARY KEY(`incident_id`, `n`),
	FOREIGN KEY (`incident_id`) REFERENCES `incidents`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `members` (
	`incident_id` text NOT NULL,
	`person` text NOT NULL,
	PRIMARY KEY(`incident_id`, `person`),
	FOREIGN KEY (`incident_id`) REFERENCES `incidents`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `members_person` ON `members` (`person`);--> statement-breakpoint
CREATE TABLE `outbox` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`incident_id` text NOT NULL,
	`tenant` text NOT NULL,
	`lane` text NOT NULL,
	`effect` text NOT NULL,
	`view` text,
	`key` text NOT NULL,
	`state` text NOT NULL,
	`attempts` integer NOT NULL,
	`not_before` text NOT NULL,
	`first_tried_at` text,
	`last_error` text,
	`created_at` text NOT NULL,
	`settled_at` text,
	FOREIGN KEY (`incident_id`) REFERENCES `incidents`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `outbox_key_unique` ON `outbox` (`key`);--> statement-breakpoint
CREATE INDEX `outbox_open` ON `outbox` (`lane`,`id`) WHERE "outbox"."settled_at" is null;--> statement-breakpoint
CREATE INDEX `outbox_view` ON `outbox` (`view`) WHERE "outbox"."settled_at" is null;--> statement-breakpoint
CREATE INDEX `outbox_incident` ON `outbox` (`incident_id`,`state`);--> statement-breakpoint
CREATE TABLE `people` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant` text NOT NULL,
	`name` text NOT NULL,
	`handle` text NOT NULL,
	`zone` text,
	`kind` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `tasks` (
	`incident_id` text NOT NULL,
	`n` integer NOT NULL,
	`state` text NOT NULL,
	`assignee` text,
	`template` text,
	`snapshot` text NOT NULL,
	PRIMARY KEY(`incident_id`, `n`),
	FOREIGN KEY (`incident_id`) REFERENCES `incidents`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `tasks_assignee` ON `tasks` (`assignee`,`state`);--> statement-breakpoint
CREATE TABLE `timeline` (
	`incident_id` text NOT NULL,
	`seq` integer NOT NULL,
	`occurred_at` text NOT NULL,
	`recorded_at` text NOT NULL,
	`actor` text NOT NULL,
	`kind` text NOT NULL,
	`text` text NOT NULL,
	`data` text NOT NULL,
	`link` text,
	`hash` text NOT NULL,
	PRIMARY KEY(`incident_id`, `seq`),
	FOREIGN KEY (`incident_id`) REFERENCES `incidents`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `timers` (
	`incident_id` text NOT NULL,
	`instance` text NOT NULL,
	`id` text NOT NULL,
	`due_at` text NOT NULL,
	`event` text NOT NULL,
	PRIMARY KEY(`incident_id`, `instance`, `id`),
	FOREIGN KEY (`incident_id`) REFERENCES `incidents`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `timers_due` ON `timers` (`due_at`);