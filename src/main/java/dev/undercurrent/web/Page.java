package dev.undercurrent.web;

/** Answers the requests of one path. Thread-safe. */
@FunctionalInterface
public interface Page {
    Response answer();
}
