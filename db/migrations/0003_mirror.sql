CREATE TABLE `mirrors` (
	`tenant` text PRIMARY KEY NOT NULL,
	`paired` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `__new_cards` (
	`incident_id` text NOT NULL,
	`tenant` text NOT NULL,
	`card` text NOT NULL,
	`conversation` text NOT NULL,
	`external_id` text NOT NULL,
	`shown` text NOT NULL,
	PRIMARY KEY(`incident_id`, `tenant`, `card`),
	FOREIGN KEY (`incident_id`) REFERENCES `incidents`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
INSERT INTO `__new_cards`("incident_id", "tenant", "card", "conversation", "external_id", "shown") SELECT `cards`.`incident_id`, `incidents`.`tenant`, `card`, `conversation`, `external_id`, `shown` FROM `cards` INNER JOIN `incidents` ON `incidents`.`id` = `cards`.`incident_id`;--> statement-breakpoint
DROP TABLE `cards`;--> statement-breakpoint
ALTER TABLE `__new_cards` RENAME TO `cards`;