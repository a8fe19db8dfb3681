CREATE TABLE `partner_copies` (
	`mark` text PRIMARY KEY NOT NULL,
	`incident_id` text NOT NULL,
	`package` integer NOT NULL,
	`contact` text NOT NULL,
	`made_at` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `partner_copies_contact` ON `partner_copies` (`incident_id`,`package`,`contact`);--> statement-breakpoint
CREATE TABLE `partner_links` (
	`secret_hash` text PRIMARY KEY NOT NULL,
	`incident_id` text NOT NULL,
	`package` integer NOT NULL,
	`edition` integer NOT NULL,
	`contact` text NOT NULL,
	`made_at` text NOT NULL,
	`expires_at` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `partner_standings` (
	`n` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`partner` text NOT NULL,
	`suspended` integer NOT NULL,
	`by` text NOT NULL,
	`at` text NOT NULL,
	`reason` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `partner_standings_partner` ON `partner_standings` (`partner`,`n`);