package dev.undercurrent.demo;

import dev.undercurrent.publish.LifecycleEvent;
import java.util.List;

/** Counts what the lifecycle topic says was promoted. */
final class Promotions {
    private Promotions() {}

    static int count(List<LifecycleEvent> events) {
        return (int) events.stream()
                .filter(event -> event.type() == LifecycleEvent.Type.PROMOTED)
                .count();
    }
}
