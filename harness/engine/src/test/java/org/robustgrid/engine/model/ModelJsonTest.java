package org.robustgrid.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.network.Network;

class ModelJsonTest {

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text.replace('\'', '"'));
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"forward-cnn-bn", "forward-cnn-relu", "forward-mlp-tanh"})
  void an_imported_model_answers_as_py_torch_does(String name) {
    ReferenceModel reference = ReferenceModel.of(name);
    ComputationGraph graph =
        ModelJson.loadGraph(reference.model(), reference.arrays(), DataType.DOUBLE);

    INDArray probabilities = graph.outputSingle(reference.input());

    INDArray expected = Transforms.softmax(reference.logits());
    assertThat(expected.sub(probabilities).amaxNumber().doubleValue()).isLessThan(1e-12);
  }

  @ParameterizedTest
  @ValueSource(strings = {"forward-cnn-bn", "forward-cnn-relu", "forward-mlp-tanh"})
  void the_engine_gives_py_torchs_logits(String name) {
    ReferenceModel reference = ReferenceModel.of(name);

    Network network = ModelJson.load(reference.model(), reference.arrays(), DataType.DOUBLE);

    INDArray logits = network.logits(reference.input());
    assertThat(reference.logits().sub(logits).amaxNumber().doubleValue()).isLessThan(1e-9);
  }

  @Test
  void a_gradient_is_cut_into_py_torchs_names_without_running_statistics() {
    ReferenceModel reference = ReferenceModel.of("forward-cnn-bn");
    ComputationGraph graph =
        ModelJson.loadGraph(reference.model(), reference.arrays(), DataType.DOUBLE);

    Map<String, INDArray> cut =
        ModelJson.gradients(ParameterLayout.of(graph), graph.params().dup());

    assertThat(cut)
        .containsOnlyKeys(
            "l0.weight",
            "l1.weight",
            "l1.bias",
            "l3.weight",
            "l4.weight",
            "l4.bias",
            "l7.weight",
            "l7.bias");
    cut.forEach(
        (key, values) ->
            assertThat(HostArrays.read(values))
                .isEqualTo(HostArrays.read(reference.arrays().get(ModelJson.PREFIX + key))));
  }

  @Test
  void a_missing_array_is_named() {
    ReferenceModel reference = ReferenceModel.of("forward-mlp-tanh");
    Map<String, INDArray> arrays = new LinkedHashMap<>(reference.arrays());
    arrays.remove("model.l2.bias");

    assertThatThrownBy(() -> ModelJson.loadGraph(reference.model(), arrays, DataType.FLOAT))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("model.l2.bias");
  }

  @Test
  void an_array_of_another_shape_is_named_with_both_shapes() {
    ReferenceModel reference = ReferenceModel.of("forward-mlp-tanh");
    Map<String, INDArray> arrays = new LinkedHashMap<>(reference.arrays());
    arrays.put("model.l0.weight", Nd4j.zeros(DataType.DOUBLE, 12, 16));

    assertThatThrownBy(() -> ModelJson.loadGraph(reference.model(), arrays, DataType.FLOAT))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("[12, 16]")
        .hasMessageContaining("[16, 12]");
  }

  @Test
  void branches_are_added_where_inputs_say_so() {
    JsonNode model =
        json(
            "{'input':[2],'classes':2,'layers':[{'type':'linear','name':'a','out':2},"
                + "{'type':'relu','name':'r'},{'type':'add','name':'s','inputs':['a','r']},"
                + "{'type':'linear','name':'o','out':2}]}");
    INDArray identity = Nd4j.eye(2).castTo(DataType.DOUBLE);
    INDArray zero = Nd4j.zeros(DataType.DOUBLE, 2);
    Map<String, INDArray> arrays =
        Map.of(
            "model.a.weight", identity,
            "model.a.bias", zero,
            "model.o.weight", identity,
            "model.o.bias", zero);

    ComputationGraph graph = ModelJson.loadGraph(model, arrays, DataType.DOUBLE);

    // x + relu(x) of (3, -1) is (6, -1)
    INDArray output = graph.outputSingle(Nd4j.createFromArray(new double[][] {{3, -1}}));
    assertThat(output.getDouble(0)).isCloseTo(1 / (1 + Math.exp(-7)), within(1e-12));
  }

  private static org.assertj.core.data.Offset<Double> within(double offset) {
    return org.assertj.core.data.Offset.offset(offset);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          {'type':'lstm','name':'x'}; is not known
          {'type':'linear','name':'x'}; 'out'
          {'type':'linear','name':'x','out':0}; at least 1
          {'type':'conv2d','name':'x','out':2,'kernel':3}; needs images
          {'type':'gelu','name':'x'}; the one form
          {'type':'gelu','name':'x','approximate':'tanh'}; the one form
          {'type':'relu','name':'input'}; earlier layer
          {'type':'add','name':'x','inputs':['input']}; at least two
          {'type':'relu','name':'x','inputs':['y']}; not an earlier layer
          {'type':'relu'}; 'name'
          """)
  void a_layer_that_cannot_be_built_is_named_with_the_reason(String layer, String reason) {
    JsonNode model =
        json("{'input':[4],'layers':[" + layer + ",{'type':'linear','name':'o','out':2}]}");

    assertThatThrownBy(() -> ModelJson.configuration(model))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void an_input_that_is_missing_is_not_quoted() {
    assertThatThrownBy(() -> ModelJson.configuration(json("{'layers':[]}")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("there is no 'input', which must be [features]")
        .hasMessageNotContaining("not ");
    assertThatThrownBy(() -> ModelJson.configuration(json("{'input':[],'layers':[]}")))
        .hasMessageEndingWith(", not []");
  }

  @Test
  void a_model_must_end_in_logits() {
    assertThatThrownBy(
            () ->
                ModelJson.configuration(
                    json("{'input':[4],'layers':[{'type':'relu','name':'x'}]}")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("linear");
  }
}
