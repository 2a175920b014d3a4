/** Which threads of this process give way to which. */
@NullMarked
package dev.undercurrent.priority;

import org.jspecify.annotations.NullMarked;
