/**
 * The models topic as the registry of a topology's models: read to its end before anything is scored, followed by a
 * thread of its own while it runs, and listed, exported and rolled back by commands.
 */
@NullMarked
package dev.undercurrent.registry;

import org.jspecify.annotations.NullMarked;
