package io.github.keras4j.engine.purejava.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AlignedRoomTest {
    private static final long MIB = 1 << 20;

    /** As {@code java -XX:+PrintFlagsFinal -Xmx...} of JDK 17 says G1HeapRegionSize. */
    @Test
    void should_know_how_large_g1_makes_its_regions() {
        assertThat(AlignedRoom.region(200 * MIB)).isEqualTo(MIB);
        assertThat(AlignedRoom.region(6028 * MIB)).isEqualTo(4 * MIB);
        assertThat(AlignedRoom.region(16 * 1024 * MIB)).isEqualTo(8 * MIB);
        assertThat(AlignedRoom.region(1024 * 1024 * MIB)).isEqualTo(32 * MIB);
        assertThat(AlignedRoom.region(Long.MAX_VALUE)).isEqualTo(32 * MIB);
    }

    @Test
    void should_begin_each_matrix_with_a_line_and_keep_them_apart() {
        AlignedRoom.Place first = AlignedRoom.take(1600);
        AlignedRoom.Place second = AlignedRoom.take(3200);
        for (AlignedRoom.Place place : new AlignedRoom.Place[] {first, second, AlignedRoom.take(16)}) {
            assertThat((16 + Float.BYTES * place.at()) % 64).isZero();
        }
        if (first.array() == second.array()) {
            assertThat(second.at()).isEqualTo(first.at() + 1600);
        }
        assertThat(second.at() + 3200).isLessThanOrEqualTo(second.array().length);
    }

    @Test
    void should_give_large_matrices_arrays_of_their_own() {
        int large = AlignedRoom.region(Runtime.getRuntime().maxMemory()) / Float.BYTES;
        AlignedRoom.Place place = AlignedRoom.take(large);
        assertThat(place.array()).hasSize(AlignedRoom.LEAD + large);
        assertThat(AlignedRoom.take(large).array()).isNotSameAs(place.array());
    }
}
