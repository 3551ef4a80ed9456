package org.robustgrid.models.deeplearning4j;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LayerShapesTest {

  /** A convolution, a pooling and logits, as InputType.convolutional(28, 28, 1) makes them. */
  private static final String SILENT =
      """
      {"networkInputs": ["in"], "networkOutputs": ["out"],
       "vertexInputs": {"out": ["p"], "p": ["n"], "n": ["c"], "c": ["in"]},
       "vertices": {
         "c": {"layerConf": {"layer": {"@class": "x.ConvolutionLayer", "nin": 1, "nout": 4,
           "kernelSize": [3, 3], "stride": [1, 1], "padding": [0, 0], "dilation": [1, 1],
           "convolutionMode": "Truncate", "cnn2dDataFormat": "NCHW"}}},
         "n": {"layerConf": {"layer": {"@class": "x.BatchNormalization", "nin": 4}}},
         "p": {"layerConf": {"layer": {"@class": "x.SubsamplingLayer",
           "kernelSize": [2, 2], "stride": [2, 2], "padding": [0, 0]}}},
         "out": {"preProcessor": {"@class": "x.CnnToFeedForwardPreProcessor",
             "numChannels": 4, "inputHeight": 13, "inputWidth": 13},
           "layerConf": {"layer": {"@class": "x.OutputLayer", "nin": 676, "nout": 10}}}}}
      """;

  private static Optional<String> difference(String json, Long... input)
      throws JsonProcessingException {
    JsonNode tree = new ObjectMapper().readTree(json);
    return LayerShapes.difference(tree, List.of(input));
  }

  @Test
  void accepts_the_images_that_a_model_was_made_for() throws JsonProcessingException {
    assertThat(difference(SILENT, 1L, 28L, 28L)).isEmpty();
    // the last odd row and column are dropped by the pooling
    assertThat(difference(SILENT, 1L, 29L, 29L)).isEmpty();
  }

  @Test
  void names_the_layer_that_gets_another_shape() throws JsonProcessingException {
    assertThat(difference(SILENT, 1L, 32L, 32L))
        .hasValue("layer 'out' reads shape [4, 13, 13], but gets [4, 15, 15]");
    assertThat(difference(SILENT, 3L, 28L, 28L))
        .hasValue("layer 'c' reads images of 1 channels, but gets shape [3, 28, 28]");
    assertThat(difference(SILENT, 1L, 2L, 28L))
        .hasValue("layer 'c' has windows larger than the [1, 2, 28] that it gets");
  }

  @Test
  void follows_padding_of_mode_same_and_dilation() throws JsonProcessingException {
    String same = SILENT.replace("Truncate", "Same").replace("13", "14").replace("676", "784");
    assertThat(difference(same, 1L, 28L, 28L)).isEmpty();
    String dilated =
        SILENT
            .replace("\"dilation\": [1, 1]", "\"dilation\": [2, 2]")
            .replace("13", "12")
            .replace("676", "576");
    assertThat(difference(dilated, 1L, 28L, 28L)).isEmpty();
  }

  @Test
  void says_nothing_behind_a_layer_it_does_not_know() throws JsonProcessingException {
    String other = SILENT.replace("x.SubsamplingLayer", "x.SomethingElse");
    assertThat(difference(other, 1L, 32L, 32L)).isEmpty();
  }

  @Test
  void counts_the_features_of_a_dense_layer() throws JsonProcessingException {
    String dense =
        """
        {"networkInputs": ["in"], "networkOutputs": ["out"], "vertexInputs": {"out": ["in"]},
         "vertices": {"out": {"layerConf": {"layer":
           {"@class": "x.OutputLayer", "nin": 784, "nout": 10}}}}}
        """;
    assertThat(difference(dense, 784L)).isEmpty();
    assertThat(difference(dense, 783L)).hasValue("layer 'out' reads 784 features, but gets 783");
  }
}
