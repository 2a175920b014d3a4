package dev.undercurrent.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WindowBuffersTest {
    private final List<String> loaded = new ArrayList<>();
    private final EntryStore rows = EntryStore.inMemory();
    private final EntryStore store = new EntryStore() {
        @Override
        public void put(byte[] key, byte[] value) {
            rows.put(key, value);
        }

        @Override
        public void delete(byte[] key) {
            rows.delete(key);
        }

        @Override
        public void scan(byte[] from, byte[] to, Visitor visitor) {
            loaded.add(EntryKey.entityOf(from));
            rows.scan(from, to, visitor);
        }
    };
    /** Room for three keys with few entries. */
    private final WindowBuffers buffers = new WindowBuffers(store, 1, WindowBuffer.NO_HORIZON, 100);

    private int touch(String key) {
        WindowBuffer buffer = buffers.get(key);
        int size = buffer.size();
        buffer.addEvent(size, new long[] {1}, 0);
        buffers.used(buffer, size);
        return buffer.events().size();
    }

    @Test
    void aBufferIsLoadedOnceWhileThereIsRoom() {
        for (String key : List.of("a", "b", "c", "a", "b", "c")) {
            touch(key);
        }

        assertThat(loaded).containsExactly("a", "b", "c");
    }

    @Test
    void whatWasUsedSinceItWasLookedAtStays() {
        for (String key : List.of("a", "b", "c", "d")) { // all were used: each is looked at, and the first goes
            touch(key);
        }
        touch("b");
        touch("e"); // takes the place of c, since b was used

        touch("b");
        assertThat(loaded).containsExactly("a", "b", "c", "d", "e");
        touch("c");
        assertThat(loaded).endsWith("c");
    }

    @Test
    void aForgottenBufferComesBackWithAllOfItsEntries() {
        touch("a");
        touch("a");
        for (String key : List.of("b", "c", "d", "e")) {
            touch(key);
        }

        assertThat(touch("a")).isEqualTo(3);
        assertThat(loaded).endsWith("a").hasSize(6);
    }
}
