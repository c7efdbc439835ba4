"""The screens, one module each: what they ask and how the answers are arranged; they compute nothing."""
