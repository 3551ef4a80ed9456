package org.robustgrid.run.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.robustgrid.run.coordinator.WorkerMessage;

class OrderTest {

  @Test
  void a_unit_that_cannot_be_read_is_answered_by_its_id() {
    Order order = Order.read("{\"id\": 7, \"job\": \"JUGGLE\"}");

    assertThat(order.unit()).isNull();
    assertThat(order.refusal().type()).isEqualTo(WorkerMessage.Type.FAILED);
    assertThat(order.refusal().unit()).isEqualTo(7);
    assertThat(order.refusal().message()).contains("could not read", "JUGGLE");
  }

  @Test
  void a_line_without_an_id_has_no_answer() {
    assertThatThrownBy(() -> Order.read("[1, 2]"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("without the id");
    assertThatThrownBy(() -> Order.read("nonsense")).isInstanceOf(RuntimeException.class);
  }
}
