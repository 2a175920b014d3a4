package dev.undercurrent.source;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON pointers (RFC 6901) as a tree of names, so that one pass over a record finds all of them and skips the rest. An
 * array's elements are found by their index. Immutable once built.
 */
final class PointerTree {
    private static final int[] NONE = {};

    private final Map<String, PointerTree> children = new HashMap<>();
    private int[] targets = NONE;

    private PointerTree() {}

    /** @param pointers their position is the number of the target they lead to; an empty one leads nowhere */
    static PointerTree of(List<String> pointers) {
        PointerTree root = new PointerTree();
        for (int target = 0; target < pointers.size(); target++) {
            if (!pointers.get(target).isEmpty()) {
                root.add(pointers.get(target), target);
            }
        }
        return root;
    }

    private void add(String pointer, int target) {
        PointerTree node = this;
        for (String part : pointer.substring(1).split("/", -1)) {
            String name = part.replace("~1", "/").replace("~0", "~");
            node = node.children.computeIfAbsent(name, any -> new PointerTree());
        }
        node.targets = Arrays.copyOf(node.targets, node.targets.length + 1);
        node.targets[node.targets.length - 1] = target;
    }

    /** The node below a name, or null where nothing is asked for. */
    @Nullable
    PointerTree child(String name) {
        return children.get(name);
    }

    boolean isLeaf() {
        return children.isEmpty();
    }

    /** The targets whose pointers end here; not to be changed. */
    int[] targets() {
        return targets;
    }
}
